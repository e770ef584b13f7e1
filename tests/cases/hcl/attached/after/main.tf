# ---- variables ----

// Of c.
