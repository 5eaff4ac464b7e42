// The app's own website, where its users come from and go back to: a real little server with one page.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Both addresses are the same page, and two origins. */
export type AppWebsite = { url: string; localhostUrl: string; close: () => Promise<void> }

export async function appWebsite(html = '<title>The app</title>'): Promise<AppWebsite> {
  const server = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(html))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  const close = async () => {
    server.closeAllConnections()
    await once(server.close(), 'close')
  }
  return { url: `http://127.0.0.1:${port}`, localhostUrl: `http://localhost:${port}`, close }
}
