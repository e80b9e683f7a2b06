-- Does what had to wait.
settle()
return { finish(), string.format('%.0f', due_at) }
