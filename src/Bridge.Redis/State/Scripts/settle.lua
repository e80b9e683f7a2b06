-- Does what had to wait.
settle()
finish()
return { activities, string.format('%.0f', due_at) }
