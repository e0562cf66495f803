"""CMMI-SVC 1.3 as published: what its parts are called, where they stand, what they name."""

# code: (category, maturity level, title, related process areas)
AREAS = {
    "CAM": ("PWM", 3, "Capacity and Availability Management", "MA OPD SAM SCON SD STSM WMC WP"),
    "CAR": ("SUP", 5, "Causal Analysis and Resolution", "DAR MA OPM QWM"),
    "CM": ("SUP", 2, "Configuration Management", "WMC WP"),
    "DAR": ("SUP", 3, "Decision Analysis and Resolution", "IWM RSKM"),
    "IRP": ("SED", 3, "Incident Resolution and Prevention", "CAM CAR CM RSKM SCON SD WMC"),
    "IWM": ("PWM", 3, "Integrated Work Management", "CM MA OPD WMC WP"),
    "MA": ("SUP", 2, "Measurement and Analysis", "CM OPD QWM WMC WP"),
    "OPD": ("PM", 3, "Organizational Process Definition", "OPF"),
    "OPF": ("PM", 3, "Organizational Process Focus", "OPD"),
    "OPM": ("PM", 5, "Organizational Performance Management", "CAR DAR MA OPF OPP OT"),
    "OPP": ("PM", 4, "Organizational Process Performance", "MA OPM QWM"),
    "OT": ("PM", 3, "Organizational Training", "DAR OPD WP"),
    "PPQA": ("SUP", 2, "Process and Product Quality Assurance", ""),
    "QWM": ("PWM", 4, "Quantitative Work Management", "CAR IWM MA OPD OPM OPP SAM WMC"),
    "REQM": ("PWM", 2, "Requirements Management", "CM IRP RSKM SD SSD STSM WMC WP"),
    "RSKM": ("PWM", 3, "Risk Management", "DAR SCON WMC WP"),
    "SAM": ("PWM", 2, "Supplier Agreement Management", "DAR REQM SSD WMC"),
    "SCON": ("PWM", 3, "Service Continuity", "DAR IWM OT RSKM SD WMC WP"),
    "SD": ("SED", 2, "Service Delivery", "CAM CM IRP REQM SAM SCON SSD SST STSM WMC"),
    "SSD": ("SED", 3, "Service System Development", "CM DAR OPM REQM SD SST STSM"),
    "SST": ("SED", 3, "Service System Transition", "CM DAR IRP OT RSKM SCON SD SSD WMC"),
    "STSM": ("SED", 3, "Strategic Service Management", "CAM MA OPD OPM SD WMC"),
    "WMC": ("PWM", 2, "Work Monitoring and Control", "CAM MA WP"),
    "WP": ("PWM", 2, "Work Planning", "CAM MA REQM RSKM SSD STSM"),
}

# one a line: code, title
TITLES = """\
CAM.SG1 Prepare for Capacity and Availability Management
CAM.SP1.1 Establish a Capacity and Availability Management Strategy
CAM.SP1.2 Select Measures and Analytic Techniques
CAM.SP1.3 Establish Service System Representations
CAM.SG2 Monitor and Analyze Capacity and Availability
CAM.SP2.1 Monitor and Analyze Capacity
CAM.SP2.2 Monitor and Analyze Availability
CAM.SP2.3 Report Capacity and Availability Management Data
CAR.SG1 Determine Causes of Selected Outcomes
CAR.SP1.1 Select Outcomes for Analysis
CAR.SP1.2 Analyze Causes
CAR.SG2 Address Causes of Selected Outcomes
CAR.SP2.1 Implement Action Proposals
CAR.SP2.2 Evaluate the Effect of Implemented Actions
CAR.SP2.3 Record Causal Analysis Data
CM.SG1 Establish Baselines
CM.SP1.1 Identify Configuration Items
CM.SP1.2 Establish a Configuration Management System
CM.SP1.3 Create or Release Baselines
CM.SG2 Track and Control Changes
CM.SP2.1 Track Change Requests
CM.SP2.2 Control Configuration Items
CM.SG3 Establish Integrity
CM.SP3.1 Establish Configuration Management Records
CM.SP3.2 Perform Configuration Audits
DAR.SG1 Evaluate Alternatives
DAR.SP1.1 Establish Guidelines for Decision Analysis
DAR.SP1.2 Establish Evaluation Criteria
DAR.SP1.3 Identify Alternative Solutions
DAR.SP1.4 Select Evaluation Methods
DAR.SP1.5 Evaluate Alternative Solutions
DAR.SP1.6 Select Solutions
IRP.SG1 Prepare for Incident Resolution and Prevention
IRP.SP1.1 Establish an Approach to Incident Resolution and Prevention
IRP.SP1.2 Establish an Incident Management System
IRP.SG2 Identify, Control, and Address Individual Incidents
IRP.SP2.1 Identify and Record Incidents
IRP.SP2.2 Analyze Individual Incident Data
IRP.SP2.3 Resolve Incidents
IRP.SP2.4 Monitor the Status of Incidents to Closure
IRP.SP2.5 Communicate the Status of Incidents
IRP.SG3 Analyze and Address Causes and Impacts of Selected Incidents
IRP.SP3.1 Analyze Selected Incidents
IRP.SP3.2 Establish Solutions to Respond to Future Incidents
IRP.SP3.3 Establish and Apply Solutions to Reduce Incident Occurrence
IWM.SG1 Use the Defined Process for the Work
IWM.SP1.1 Establish the Defined Process
IWM.SP1.2 Use Organizational Process Assets for Planning Work Activities
IWM.SP1.3 Establish the Work Environment
IWM.SP1.4 Integrate Plans
IWM.SP1.5 Manage the Work Using Integrated Plans
IWM.SP1.6 Establish Teams
IWM.SP1.7 Contribute to Organizational Process Assets
IWM.SG2 Coordinate and Collaborate with Relevant Stakeholders
IWM.SP2.1 Manage Stakeholder Involvement
IWM.SP2.2 Manage Dependencies
IWM.SP2.3 Resolve Coordination Issues
MA.SG1 Align Measurement and Analysis Activities
MA.SP1.1 Establish Measurement Objectives
MA.SP1.2 Specify Measures
MA.SP1.3 Specify Data Collection and Storage Procedures
MA.SP1.4 Specify Analysis Procedures
MA.SG2 Provide Measurement Results
MA.SP2.1 Obtain Measurement Data
MA.SP2.2 Analyze Measurement Data
MA.SP2.3 Store Data and Results
MA.SP2.4 Communicate Results
OPD.SG1 Establish Organizational Process Assets
OPD.SP1.1 Establish Standard Processes
OPD.SP1.2 Establish Lifecycle Model Descriptions
OPD.SP1.3 Establish Tailoring Criteria and Guidelines
OPD.SP1.4 Establish the Organization's Measurement Repository
OPD.SP1.5 Establish the Organization's Process Asset Library
OPD.SP1.6 Establish Work Environment Standards
OPD.SP1.7 Establish Rules and Guidelines for Teams
OPF.SG1 Determine Process Improvement Opportunities
OPF.SP1.1 Establish Organizational Process Needs
OPF.SP1.2 Appraise the Organization's Processes
OPF.SP1.3 Identify the Organization's Process Improvements
OPF.SG2 Plan and Implement Process Actions
OPF.SP2.1 Establish Process Action Plans
OPF.SP2.2 Implement Process Action Plans
OPF.SG3 Deploy Organizational Process Assets and Incorporate Experiences
OPF.SP3.1 Deploy Organizational Process Assets
OPF.SP3.2 Deploy Standard Processes
OPF.SP3.3 Monitor the Implementation
OPF.SP3.4 Incorporate Experiences into Organizational Process Assets
OPM.SG1 Manage Business Performance
OPM.SP1.1 Maintain Business Objectives
OPM.SP1.2 Analyze Process Performance Data
OPM.SP1.3 Identify Potential Areas for Improvement
OPM.SG2 Select Improvements
OPM.SP2.1 Elicit Suggested Improvements
OPM.SP2.2 Analyze Suggested Improvements
OPM.SP2.3 Validate Improvements
OPM.SP2.4 Select and Implement Improvements for Deployment
OPM.SG3 Deploy Improvements
OPM.SP3.1 Plan the Deployment
OPM.SP3.2 Manage the Deployment
OPM.SP3.3 Evaluate Improvement Effects
OPP.SG1 Establish Performance Baselines and Models
OPP.SP1.1 Establish Quality and Process Performance Objectives
OPP.SP1.2 Select Processes
OPP.SP1.3 Establish Process Performance Measures
OPP.SP1.4 Analyze Process Performance and Establish Process Performance Baselines
OPP.SP1.5 Establish Process Performance Models
OT.SG1 Establish an Organizational Training Capability
OT.SP1.1 Establish Strategic Training Needs
OT.SP1.2 Determine Which Training Needs Are the Responsibility of the Organization
OT.SP1.3 Establish an Organizational Training Tactical Plan
OT.SP1.4 Establish a Training Capability
OT.SG2 Provide Training
OT.SP2.1 Deliver Training
OT.SP2.2 Establish Training Records
OT.SP2.3 Assess Training Effectiveness
PPQA.SG1 Objectively Evaluate Processes and Work Products
PPQA.SP1.1 Objectively Evaluate Processes
PPQA.SP1.2 Objectively Evaluate Work Products
PPQA.SG2 Provide Objective Insight
PPQA.SP2.1 Communicate and Resolve Noncompliance Issues
PPQA.SP2.2 Establish Records
QWM.SG1 Prepare for Quantitative Management
QWM.SP1.1 Establish the Work Objectives
QWM.SP1.2 Compose the Defined Process
QWM.SP1.3 Select Subprocesses and Attributes
QWM.SP1.4 Select Measures and Analytic Techniques
QWM.SG2 Quantitatively Manage the Work
QWM.SP2.1 Monitor the Performance of Selected Subprocesses
QWM.SP2.2 Manage Work Performance
QWM.SP2.3 Perform Root Cause Analysis
REQM.SG1 Manage Requirements
REQM.SP1.1 Understand Requirements
REQM.SP1.2 Obtain Commitment to Requirements
REQM.SP1.3 Manage Requirements Changes
REQM.SP1.4 Maintain Bidirectional Traceability of Requirements
REQM.SP1.5 Ensure Alignment Between Work Products and Requirements
RSKM.SG1 Prepare for Risk Management
RSKM.SP1.1 Determine Risk Sources and Categories
RSKM.SP1.2 Define Risk Parameters
RSKM.SP1.3 Establish a Risk Management Strategy
RSKM.SG2 Identify and Analyze Risks
RSKM.SP2.1 Identify Risks
RSKM.SP2.2 Evaluate, Categorize, and Prioritize Risks
RSKM.SG3 Mitigate Risks
RSKM.SP3.1 Develop Risk Mitigation Plans
RSKM.SP3.2 Implement Risk Mitigation Plans
SAM.SG1 Establish Supplier Agreements
SAM.SP1.1 Determine Acquisition Type
SAM.SP1.2 Select Suppliers
SAM.SP1.3 Establish Supplier Agreements
SAM.SG2 Satisfy Supplier Agreements
SAM.SP2.1 Execute the Supplier Agreement
SAM.SP2.2 Accept the Acquired Product
SAM.SP2.3 Ensure Transition of Products
SCON.SG1 Identify Essential Service Dependencies
SCON.SP1.1 Identify and Prioritize Essential Functions
SCON.SP1.2 Identify and Prioritize Essential Resources
SCON.SG2 Prepare for Service Continuity
SCON.SP2.1 Establish Service Continuity Plans
SCON.SP2.2 Establish Service Continuity Training
SCON.SP2.3 Provide and Evaluate Service Continuity Training
SCON.SG3 Verify and Validate the Service Continuity Plan
SCON.SP3.1 Prepare for the Verification and Validation of the Service Continuity Plan
SCON.SP3.2 Verify and Validate the Service Continuity Plan
SCON.SP3.3 Analyze Results of Verification and Validation of the Service Continuity Plan
SD.SG1 Establish Service Agreements
SD.SP1.1 Analyze Existing Agreements and Service Data
SD.SP1.2 Establish the Service Agreement
SD.SG2 Prepare for Service Delivery
SD.SP2.1 Establish the Service Delivery Approach
SD.SP2.2 Prepare for Service System Operations
SD.SP2.3 Establish a Request Management System
SD.SG3 Deliver Services
SD.SP3.1 Receive and Process Service Requests
SD.SP3.2 Operate the Service System
SD.SP3.3 Maintain the Service System
SSD.SG1 Develop and Analyze Stakeholder Requirements
SSD.SP1.1 Develop Stakeholder Requirements
SSD.SP1.2 Develop Service System Requirements
SSD.SP1.3 Analyze and Validate Requirements
SSD.SG2 Develop Service Systems
SSD.SP2.1 Select Service System Solutions
SSD.SP2.2 Develop the Design
SSD.SP2.3 Ensure Interface Compatibility
SSD.SP2.4 Implement the Service System Design
SSD.SP2.5 Integrate Service System Components
SSD.SG3 Verify and Validate Service Systems
SSD.SP3.1 Prepare for Verification and Validation
SSD.SP3.2 Perform Peer Reviews
SSD.SP3.3 Verify Selected Service System Components
SSD.SP3.4 Validate the Service System
SST.SG1 Prepare for Service System Transition
SST.SP1.1 Analyze Service System Transition Needs
SST.SP1.2 Develop Service System Transition Plans
SST.SP1.3 Prepare Stakeholders for Changes
SST.SG2 Deploy the Service System
SST.SP2.1 Deploy Service System Components
SST.SP2.2 Assess and Control the Impacts of the Transition
STSM.SG1 Establish Strategic Needs and Plans for Standard Services
STSM.SP1.1 Gather and Analyze Data
STSM.SP1.2 Establish Plans for Standard Services
STSM.SG2 Establish Standard Services
STSM.SP2.1 Establish Properties of Standard Services and Service Levels
STSM.SP2.2 Establish Descriptions of Standard Services
WMC.SG1 Monitor the Work Against the Plan
WMC.SP1.1 Monitor Work Planning Parameters
WMC.SP1.2 Monitor Commitments
WMC.SP1.3 Monitor Risks
WMC.SP1.4 Monitor Data Management
WMC.SP1.5 Monitor Stakeholder Involvement
WMC.SP1.6 Conduct Progress Reviews
WMC.SP1.7 Conduct Milestone Reviews
WMC.SG2 Manage Corrective Action to Closure
WMC.SP2.1 Analyze Issues
WMC.SP2.2 Take Corrective Action
WMC.SP2.3 Manage Corrective Actions
WP.SG1 Establish Estimates
WP.SP1.1 Establish the Service Strategy
WP.SP1.2 Estimate the Scope of the Work
WP.SP1.3 Establish Estimates of Work Product and Task Attributes
WP.SP1.4 Define Lifecycle Phases
WP.SP1.5 Estimate Effort and Cost
WP.SG2 Develop a Work Plan
WP.SP2.1 Establish the Budget and Schedule
WP.SP2.2 Identify Risks
WP.SP2.3 Plan Data Management
WP.SP2.4 Plan the Resources
WP.SP2.5 Plan Needed Knowledge and Skills
WP.SP2.6 Plan Stakeholder Involvement
WP.SP2.7 Establish the Work Plan
WP.SG3 Obtain Commitment to the Plan
WP.SP3.1 Review Plans That Affect the Work
WP.SP3.2 Reconcile Work and Resource Levels
WP.SP3.3 Obtain Plan Commitment
GG1 Achieve Specific Goals
GP1.1 Perform Specific Practices
GG2 Institutionalize a Managed Process
GP2.1 Establish an Organizational Policy
GP2.2 Plan the Process
GP2.3 Provide Resources
GP2.4 Assign Responsibility
GP2.5 Train People
GP2.6 Control Work Products
GP2.7 Identify and Involve Relevant Stakeholders
GP2.8 Monitor and Control the Process
GP2.9 Objectively Evaluate Adherence
GP2.10 Review Status with Higher Level Management
GG3 Institutionalize a Defined Process
GP3.1 Establish a Defined Process
GP3.2 Collect Process Related Experiences
"""

# generic practice: process areas that help with it
ENABLED_BY = {
    "GP1.1": "",
    "GP2.1": "",
    "GP2.2": "WP",
    "GP2.3": "WP",
    "GP2.4": "WP",
    "GP2.5": "OT WP",
    "GP2.6": "CM",
    "GP2.7": "IWM WMC WP",
    "GP2.8": "MA WMC",
    "GP2.9": "PPQA",
    "GP2.10": "WMC",
    "GP3.1": "IWM OPD",
    "GP3.2": "IWM OPD OPF",
}
