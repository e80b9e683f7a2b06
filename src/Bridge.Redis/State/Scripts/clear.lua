-- Takes all connections of a node away that has died, or that goes by another name now.
for _, connection in ipairs(redis.call('HKEYS', connections)) do
  remove(connection, true)
end

settle()
return { finish() }
