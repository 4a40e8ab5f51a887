-- Sends the requests whose bodies stand in a file, one a line, by turns.

local requests = {}
local last = 0
local pause = tonumber(os.getenv("BENCH_PAUSE_MILLIS"))

function init()
  local headers = {
    ["Content-Type"] = os.getenv("BENCH_TYPE"),
    ["Authorization"] = "Bearer " .. os.getenv("BENCH_KEY"),
  }
  for line in io.lines(os.getenv("BENCH_BODIES")) do
    requests[#requests + 1] = wrk.format("POST", nil, headers, line)
  end
end

function request()
  last = last % #requests + 1

  return requests[last]
end

if pause > 0 then
  -- Spread, so that requests do not come in step.
  function delay()
    return math.floor(math.random() * 2 * pause + 0.5)
  end
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"requests":%d,"micros":%d,"failed":%d,"p50":%d,"p99":%d,"p999":%d}\n',
    summary.requests, summary.duration,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50), latency:percentile(99), latency:percentile(99.9)))
end
