-- Takes connections of a node away that has died, or that goes by another name now: so many at a time that nobody waits for long.
-- Returns reports, and 1 when there are more.
for i, connection in ipairs(redis.call('HSCAN', connections, '0', 'COUNT', 500)[2]) do
  if i % 2 == 1 then
    remove(connection, true)
  end
end

settle()
return { finish(), redis.call('EXISTS', connections) }
