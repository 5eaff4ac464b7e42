// `/healthz`: up, and when each job last ran. A job that fails shows there and stops nothing. `/metrics`: alerts and breaks, counted.
import { createServer, type Server } from 'node:http'
import type { JobReport } from './run-clock.ts'

export function healthServer(last: ReadonlyMap<string, JobReport>, metrics: () => Promise<string>): Server {
  return createServer(async (request, response) => {
    if (request.method === 'GET' && request.url === '/metrics') {
      const text = await metrics().catch(() => undefined)
      response.writeHead(text === undefined ? 503 : 200, { 'content-type': 'text/plain; version=0.0.4' })
      return response.end(text ?? '')
    }
    const isHealth = request.method === 'GET' && request.url === '/healthz'
    response.writeHead(isHealth ? 200 : 404, { 'content-type': 'application/json' })
    return response.end(JSON.stringify(isHealth ? health(last) : { error: 'There is nothing at this address.' }))
  })
}

function health(last: ReadonlyMap<string, JobReport>) {
  const jobs = [...last.values()].map(({ job, at, tookMs, failure }) => ({ job, at, tookMs, ok: failure === undefined }))
  return { status: jobs.every(({ ok }) => ok) ? 'ok' : 'failing', jobs }
}
