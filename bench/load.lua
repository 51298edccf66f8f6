-- What wrk asks: the lines of a file in turn, each "path", "path<TAB>entity tag" or "path<TAB><TAB>form to post". Set by
-- arguments after "--": the file, "once" (stop at the end of it) or "round" (begin again), and what is accepted.
-- One thread, or lines would be asked twice.
local ffi = require("ffi")
ffi.cdef [[
  typedef struct { long tv_sec; long tv_usec; } bench_timeval;
  int gettimeofday(bench_timeval *now, void *zone);
]]

local threads = {}
local requests, place, once = {}, 0, false
-- Global, so that done, which runs elsewhere, can ask for them.
began, ended = 0, 0

local function now()
  local time = ffi.new("bench_timeval")
  ffi.C.gettimeofday(time, nil)
  return tonumber(time.tv_sec) + tonumber(time.tv_usec) / 1e6
end

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  once = args[2] == "once"
  for line in io.lines(args[1]) do
    local path, tag, form = line:match("^([^\t]*)\t?([^\t]*)\t?(.*)$")
    local headers = { ["Accept"] = args[3] }
    if tag ~= "" then headers["If-None-Match"] = tag end
    if form ~= "" then
      headers["Content-Type"] = "application/x-www-form-urlencoded"
      table.insert(requests, wrk.format("POST", path, headers, form))
    else
      table.insert(requests, wrk.format("GET", path, headers))
    end
  end
end

function request()
  if place == 0 then began = now() end
  if place == #requests then
    if once then
      if ended == 0 then ended = now() end
      wrk.thread:stop()
      return requests[#requests]
    end
    place = 0
  end
  place = place + 1
  return requests[place]
end

function done(summary, latency)
  local seconds = summary.duration / 1e6
  local thread = threads[1]
  local last = thread:get("ended")
  if last ~= nil and last > 0 then seconds = last - thread:get("began") end
  local failed = summary.errors
  io.write(string.format(
    'JSON {"requests": %d, "seconds": %.3f, "p50": %.3f, "p99": %.3f, "bytes": %d, "refused": %d, "broken": %d}\n',
    summary.requests, seconds, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, summary.bytes,
    failed.status, failed.connect + failed.read + failed.write + failed.timeout))
end
