-- ARGV  5 connection, 6 '1' when it was lost, '0' when it unsubscribed
local was_there = remove(ARGV[5], ARGV[6] == '1')
return { finish(), was_there }
