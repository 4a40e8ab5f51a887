-- Sends the requests that stand in a file by turns: one a line, its method, path, key and body between tabs.

local requests = {}
local last = 0
local pause = tonumber(os.getenv("BENCH_PAUSE_MILLIS"))

function init()
  local type = os.getenv("BENCH_TYPE")
  for line in io.lines(os.getenv("BENCH_REQUESTS")) do
    local method, path, key, body = line:match("^([^\t]*)\t([^\t]*)\t([^\t]*)\t(.*)$")
    local headers = { ["Authorization"] = "Bearer " .. key }
    if body == "" then
      body = nil
    else
      headers["Content-Type"] = type
    end
    requests[#requests + 1] = wrk.format(method, path, headers, body)
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
