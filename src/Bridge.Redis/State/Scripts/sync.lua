-- Makes the node's connections on the channel exactly these: what was missed while Redis was away is made up for.
-- KEYS 12 the connections of the node under its former name, or the same as 3
-- ARGV  5 whether counts are announced, 6 whether activities are reported, 7 a version that the node has used itself,
--       8 the node's former name, or its present one, 9 whether Redis has lost its data, 10 how long (ms) other nodes may take to bring
--       theirs back then, 11 number of departures, 12 ... users, or '', who left meanwhile and whose coming was reported,
--       ... connection, user or '', info or '', whether it was reported, for each: first those that were
configure(ARGV[5], ARGV[6])
if tonumber(ARGV[7]) > get('version') then
  set('version', tonumber(ARGV[7]))
end

-- What is only renamed is no transition.
if ARGV[8] ~= node then
  for _, connection in ipairs(redis.call('HKEYS', KEYS[12])) do
    redis.call('HSET', connections, connection, redis.call('HGET', KEYS[12], connection))
    redis.call('HINCRBY', nodes, node, 1)
  end

  redis.call('DEL', KEYS[12])
  redis.call('HDEL', nodes, ARGV[8])
end

local first = 12 + tonumber(ARGV[11])
local restores = ARGV[9] == '1' and ARGV[6] == '1'
if restores and (first > 12 or ARGV[first + 3] == '1') then
  -- The user may be on another node, which has not said so yet.
  local instant = now + tonumber(ARGV[10])
  set('occupied', 1)
  set('vacated_at', math.max(get('vacated_at'), instant))
  for i = 12, first - 1 do
    if ARGV[i] ~= '' and redis.call('HEXISTS', users, ARGV[i]) == 0 then
      redis.call('ZADD', departed, instant, ARGV[i])
    end
  end
end

local present = {}
for i = first, #ARGV, 4 do
  present[ARGV[i]] = true
  if redis.call('HEXISTS', connections, ARGV[i]) == 0 then
    add(ARGV[i], ARGV[i + 1], ARGV[i + 2], restores and ARGV[i + 3] == '1')
  end
end

for _, connection in ipairs(redis.call('HKEYS', connections)) do
  if not present[connection] then
    remove(connection, true)
  end
end

settle()

-- Who clears up after this node must find it.
if redis.call('HEXISTS', nodes, node) == 1 then
  redis.call('SADD', groups, group)
end

local last, count, list = string.format('%.0f', get('version')), get('connections'), members()
return { last, count, list, finish() }
