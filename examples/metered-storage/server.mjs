// The store over HTTP. Who is calling is the app's own business (a session, a token); here the path says it.
import { createServer } from 'node:http'
import { InsufficientFundsError } from './farebox.mjs'

export function serve(store) {
  return createServer(async (request, response) => {
    const [, files, user, name] = new URL(request.url, 'http://store').pathname.split('/').map(decodeURIComponent)
    try {
      if (files !== 'files' || !user || !name) return end(response, 404, { error: 'There is nothing here.' })
      if (request.method === 'PUT') await store.put(user, name, await bytesOf(request))
      else if (request.method === 'DELETE') await store.remove(user, name)
      else return response.end(await store.get(user, name))
      return end(response, 200, { stored: request.method === 'PUT', name })
    } catch (failure) {
      if (failure instanceof InsufficientFundsError) return end(response, 402, { error: failure.message, topup_url: failure.topupUrl })
      return end(response, failure.code === 'ENOENT' ? 404 : 400, { error: failure.message })
    }
  })
}

const end = (response, status, body) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

async function bytesOf(request) {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks)
}
