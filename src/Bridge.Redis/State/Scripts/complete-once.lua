-- Keeps the answer of a claimed key; its lifetime goes on.
-- KEYS  1 the key: '' while it is claimed, '=' and the answer afterwards
-- ARGV  1 the answer
if redis.call('GET', KEYS[1]) == '' then
  redis.call('SET', KEYS[1], '=' .. ARGV[1], 'KEEPTTL')
end
