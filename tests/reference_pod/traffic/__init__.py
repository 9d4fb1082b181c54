"""Mixed traffic over all operations, by several users at once, which ends or reuses what it creates."""
