// What every page has. Each module listens on the document, so content swapped in by htmx needs no set-up.
import "./menus.js";
import "./dialogs.js";
import "./confirm.js";
import "./toast.js";
import "./htmx_errors.js";
import "./copy.js";
import "./tables.js";
import "./tabs.js";
import "./files.js";
import "./forms.js";
import "./tooltips.js";
import "./live.js";
