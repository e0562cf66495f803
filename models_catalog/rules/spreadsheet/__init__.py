"""A maturity model as a spreadsheet (XLSX): the same plain values as the YAML file, in sheets."""
