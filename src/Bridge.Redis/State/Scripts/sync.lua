-- Brings the node's connections on a channel to Redis: all of them, so that others of the node are gone, or a part.
-- KEYS 12 the connections of the node under its former name, or the same as 3
-- ARGV  5 whether counts are announced, 6 whether activities are reported, 7 a version that the node has used itself,
--       8 the node's former name, or its present one, 9 whether Redis has lost its data, 10 how long (ms) other nodes may take to bring
--       theirs back then, 11 '1' when these are all, '0' when they are a part, 12 number of departures,
--       13 ... users, or '', who left meanwhile and whose coming was reported,
--       ... connection, user or '', info or '', then '1' when its coming was reported, '0' when not, '-' when it is gone; for each
-- Returns version, number of connections, members, reports; or 'large' when there is too much to be compared at once.
local max_version, former, was_lost, others_take = tonumber(ARGV[7]), ARGV[8], ARGV[9] == '1', tonumber(ARGV[10])
local is_all, first = ARGV[11] == '1', 13 + tonumber(ARGV[12])
local former_connections = KEYS[12]
local MOST_COMPARED = 2000

if is_all and redis.call('HLEN', connections) > MOST_COMPARED then
  return { 'large' }
end

configure(ARGV[5], ARGV[6])
if max_version > get('version') then
  set('version', max_version)
end

-- What is only renamed is no transition.
if former ~= node then
  redis.call('HINCRBY', nodes, node, redis.call('HLEN', former_connections))
  if redis.call('EXISTS', former_connections) == 1 and redis.call('EXISTS', connections) == 0 then
    redis.call('RENAME', former_connections, connections)
  end

  for _, connection in ipairs(redis.call('HKEYS', former_connections)) do
    redis.call('HSET', connections, connection, redis.call('HGET', former_connections, connection))
  end

  redis.call('DEL', former_connections)
  redis.call('HDEL', nodes, former)
  if redis.call('HGET', nodes, node) == '0' then
    redis.call('HDEL', nodes, node)
  end
end

local restores = was_lost and ARGV[6] == '1'
local was_reported = first > 13
for i = first, #ARGV, 4 do
  was_reported = was_reported or ARGV[i + 3] == '1'
end

if restores and was_reported then
  -- The user may be on another node, which has not said so yet.
  local instant = now + others_take
  set('occupied', 1)
  set('vacated_at', math.max(get('vacated_at'), instant))
  for i = 13, first - 1 do
    if ARGV[i] ~= '' and redis.call('HEXISTS', users, ARGV[i]) == 0 then
      redis.call('ZADD', departed, instant, ARGV[i])
    end
  end
end

local present = {}
for i = first, #ARGV, 4 do
  local connection, user, info, state = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3]
  if state == '-' then
    remove(connection, true)
  else
    present[connection] = true
    if redis.call('HEXISTS', connections, connection) == 0 then
      add(connection, user, info, restores and state == '1')
    end
  end
end

for _, connection in ipairs(is_all and redis.call('HKEYS', connections) or {}) do
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
