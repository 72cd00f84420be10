"use strict";
// A reader of screens begins at what is wrong, not at the head of the page; older browsers know autofocus for fields alone.
document.getElementById("errors").focus();
