-- Makes the node's connections on the channel exactly these: what was missed while Redis was away is made up for.
-- KEYS  9 the connections of the node under its former name, or the same as 3
-- ARGV  5 whether counts are announced, 6 whether activities are reported, 7 a version that the node has used itself,
--       8 the node's former name, or its present one, 9 ... connection, user or '', info or '', for each
redis.call('HSET', meta, 'counts', ARGV[5], 'reports', ARGV[6])
if tonumber(ARGV[7]) > get('version') then
  set('version', tonumber(ARGV[7]))
end

-- What is only renamed is no transition.
if ARGV[8] ~= node then
  for _, connection in ipairs(redis.call('HKEYS', KEYS[9])) do
    redis.call('HSET', connections, connection, redis.call('HGET', KEYS[9], connection))
    redis.call('HINCRBY', nodes, node, 1)
  end

  redis.call('DEL', KEYS[9])
  redis.call('HDEL', nodes, ARGV[8])
end

local present = {}
for i = 9, #ARGV, 3 do
  present[ARGV[i]] = true
  if redis.call('HEXISTS', connections, ARGV[i]) == 0 then
    add(ARGV[i], ARGV[i + 1], ARGV[i + 2])
  end
end

for _, connection in ipairs(redis.call('HKEYS', connections)) do
  if not present[connection] then
    remove(connection, true)
  end
end

local last, count, list = string.format('%.0f', get('version')), get('connections'), members()
forget_if_unused()
return { last, count, list, activities, string.format('%.0f', due) }
