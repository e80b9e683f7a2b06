-- What the scripts of a channel share; put in front of each of them.
--
-- KEYS  1 meta         hash: version, connections, counts, count_due, count_held, reports, occupied, vacated_at, no_miss_before
--       2 nodes        hash: node -> its connections on the channel
--       3 connections  hash: this node's connections -> the user that each is there as, or ''
--       4 users        hash: user -> connections
--       5 infos        hash: user -> what others may know of the user
--       6 order        sorted set: users by the transition that they came with
--       7 cached       hash with a lifetime: name, data
--       8 departed     sorted set: users who are gone but not yet reported, by the end of their grace (ms)
--       9 groups       set: the groups that the node has connections on, for who clears up after it
--      10 due          sorted set: groups that are to be settled, by the instant (ms)
--      11 reports      stream: what was reported to the caller, who has not confirmed it; group, its name, then kind and detail of each
-- ARGV  1 group, 2 node, 3 start of the names of the nodes' news channels, 4 grace (ms), 5 ... of each script
--
-- Fields of meta, and what is true of them between two scripts:
--   version        grows with each transition; what nodes are told of one carries it
--   connections    the sum of nodes, whose values are the lengths of the connections of each node
--   counts         '1' when counts are announced; reports '1' when activities are reported: as the latest join wanted it
--   count_held     1 when the count has changed since it was announced; the group is then in due, at count_due at the latest
--   count_due      before this instant (ms) a big channel holds its count back
--   occupied       1 from the report of 'occupied' to that of 'vacated'; only ever 1 while reports is, and until then nothing is forgotten
--   vacated_at     before this instant (ms) the channel is not reported as vacated
--   no_miss_before before this instant (ms) no second cache miss is reported
-- While occupied is 1, the users that were reported as added and not as removed are those in users and those in departed. Users are
-- in departed only then. When departed has somebody, or nobody is on an occupied channel, the group is in due.
-- The group is in groups of every node that is in nodes.
local meta, nodes, connections, users, infos, order, cached, departed, groups, due, reports = unpack(KEYS)
local group, node, news, grace = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])

local BIG_CHANNEL, COUNT_INTERVAL = 100, 5000
-- Lua bounds the values of one call.
local MOST_VALUES = 2000

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local version
local activities = {}
local due_at = 0

local function get(field)
  return tonumber(redis.call('HGET', meta, field) or 0)
end

local function set(field, value)
  redis.call('HSET', meta, field, string.format('%.0f', value))
end

-- The settings of the latest join decide. When nothing is to be reported any more, what waits is dropped; when something is again,
-- the channel's history begins anew.
local function configure(wants_counts, wants_reports)
  redis.call('HSET', meta, 'counts', wants_counts, 'reports', wants_reports)
  if wants_reports ~= '1' and get('occupied') == 1 then
    redis.call('HDEL', meta, 'occupied', 'vacated_at')
    redis.call('DEL', departed)
  end
end

-- Begins a transition. The clock goes on counting when a channel was empty and forgotten; within one microsecond, or after
-- the clock was set back, the last version does.
local function advance()
  version = math.max(get('version') + 1, time[1] * 1000000 + time[2])
  set('version', version)
end

-- Tells all nodes that have connections on the channel, with the number of connections.
local function tell(kind, ...)
  local message = cmsgpack.pack({ kind, group, version, get('connections'), ... })
  for _, name in ipairs(redis.call('HKEYS', nodes)) do
    redis.call('PUBLISH', news .. name, message)
  end
end

local function report(kind, detail)
  activities[#activities + 1] = kind
  activities[#activities + 1] = detail or ''
end

-- Has the channel settled at an instant.
local function settle_at(instant)
  due_at = due_at == 0 and instant or math.min(due_at, instant)
end

local function announce_count()
  local count = get('connections')
  set('count_held', 0)
  set('count_due', now + COUNT_INTERVAL)
  tell('count')
  if get('reports') == 1 then
    report('subscription_count', count)
  end
end

local function count_changed()
  if get('counts') == 1 then
    if get('connections') <= BIG_CHANNEL or get('count_due') <= now then
      announce_count()
    else
      set('count_held', 1)
      settle_at(get('count_due'))
    end
  end
end

local function report_departures()
  if get('occupied') ~= 1 then
    return
  end

  for _, user in ipairs(redis.call('ZRANGEBYSCORE', departed, '-inf', now)) do
    redis.call('ZREM', departed, user)
    report('member_removed', user)
  end

  local next = redis.call('ZRANGE', departed, 0, 0, 'WITHSCORES')
  if next[2] then
    settle_at(tonumber(next[2]))
  elseif get('connections') == 0 then
    if get('vacated_at') > now then
      settle_at(get('vacated_at'))
    else
      set('occupied', 0)
      report('vacated')
    end
  end
end

local function report_join(user)
  if get('reports') ~= 1 then
    return
  end

  if get('occupied') ~= 1 then
    -- Reporting may begin on a channel that is in use: its history then begins with who is there.
    set('occupied', 1)
    report('occupied')
    for _, present in ipairs(redis.call('ZRANGE', order, 0, -1)) do
      report('member_added', present)
    end
  elseif user and redis.call('ZREM', departed, user) == 0 then
    report('member_added', user)
  end
end

local function report_leave(user, is_lost)
  if get('reports') ~= 1 then
    return
  end

  local instant = is_lost and now + grace or now
  if user and is_lost then
    redis.call('ZADD', departed, instant, user)
  elseif user then
    report('member_removed', user)
  end

  set('vacated_at', instant)
  report_departures()
end

-- Adds a connection of the node that is not on the channel. The user is '' where it is nobody's. What was reported before is not
-- reported again.
local function add(connection, user, info, is_reported)
  redis.call('HSET', connections, connection, user)
  if redis.call('HINCRBY', nodes, node, 1) == 1 then
    redis.call('SADD', groups, group)
  end

  redis.call('HINCRBY', meta, 'connections', 1)
  advance()

  local first
  if user ~= '' and redis.call('HINCRBY', users, user, 1) == 1 then
    first = user
    redis.call('ZADD', order, version, user)
    if info ~= '' then
      redis.call('HSET', infos, user, info)
    end

    tell('added', user, info, connection)
  end

  if not is_reported then
    report_join(first)
  elseif first then
    redis.call('ZREM', departed, first)
  end

  count_changed()
end

-- Takes a connection of the node away, if it is on the channel, and says whether it was.
local function remove(connection, is_lost)
  local user = redis.call('HGET', connections, connection)
  if not user then
    return 0
  end

  redis.call('HDEL', connections, connection)
  if redis.call('HINCRBY', nodes, node, -1) <= 0 then
    redis.call('HDEL', nodes, node)
    redis.call('SREM', groups, group)
  end

  redis.call('HINCRBY', meta, 'connections', -1)
  advance()

  local last
  if user ~= '' and redis.call('HINCRBY', users, user, -1) <= 0 then
    last = user
    redis.call('HDEL', users, user)
    redis.call('HDEL', infos, user)
    redis.call('ZREM', order, user)
    tell('removed', user)
  end

  count_changed()
  report_leave(last, is_lost)
  return 1
end

-- The users in the order they came, each followed by what others may know of them.
local function members()
  local list = {}
  for _, user in ipairs(redis.call('ZRANGE', order, 0, -1)) do
    list[#list + 1] = user
    list[#list + 1] = redis.call('HGET', infos, user) or ''
  end

  return list
end

-- Does what is due, and has done later what is not: a count that was held back, departures whose grace has ended.
local function settle()
  if get('count_held') == 1 then
    if get('count_due') <= now then
      advance()
      announce_count()
    else
      settle_at(get('count_due'))
    end
  end

  report_departures()
end

-- The end of each transition. What has to wait, and what is reported, is written down with it: no word of the caller is needed that
-- might get lost. A channel that nobody needs any more is forgotten.
-- Returns nothing, or the name of the stream and what was reported, as entries of it.
local function finish()
  if due_at > 0 then
    redis.call('ZADD', due, 'LT', string.format('%.0f', due_at), group)
  end

  if get('connections') <= 0 and get('occupied') ~= 1 then
    redis.call('DEL', meta, nodes, connections, users, infos, order, departed)
  end

  local reported = {}
  for first = 1, #activities, MOST_VALUES do
    local entry = { 'group', group, unpack(activities, first, math.min(first + MOST_VALUES - 1, #activities)) }
    reported[1] = reports
    reported[#reported + 1] = { redis.call('XADD', reports, '*', unpack(entry)), entry }
  end

  return reported
end
