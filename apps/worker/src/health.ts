// `/healthz`: up, and when each job last ran. A job that fails makes it say so; the process goes on.
import { createServer, type Server } from 'node:http'
import type { JobReport } from './run-clock.ts'

export function healthServer(last: ReadonlyMap<string, JobReport>): Server {
  return createServer((request, response) => {
    const isHealth = request.method === 'GET' && request.url === '/healthz'
    response.writeHead(isHealth ? 200 : 404, { 'content-type': 'application/json' })
    response.end(JSON.stringify(isHealth ? health(last) : { error: 'There is nothing at this address.' }))
  })
}

function health(last: ReadonlyMap<string, JobReport>) {
  const jobs = [...last.values()].map(({ job, at, tookMs, failure }) => ({ job, at, tookMs, ok: failure === undefined }))
  return { status: jobs.every(({ ok }) => ok) ? 'ok' : 'failing', jobs }
}
