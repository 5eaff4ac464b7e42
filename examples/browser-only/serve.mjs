// Serves index.html as any web host would, with your Farebox in the place of the address and the key printed there.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

const { FAREBOX_URL, FAREBOX_APP, PORT = '5173' } = { ...ofRunning(), ...process.env }

const page = readFileSync(new URL('index.html', import.meta.url), 'utf8')
  .replace('https://api.farebox.example', FAREBOX_URL)
  .replace('pk-farebox-your-app', FAREBOX_APP)

const server = createServer((_request, response) => void response.setHeader('content-type', 'text/html; charset=utf-8').end(page))
server.listen(Number(PORT), 'localhost', () => console.log(`http://localhost:${server.address().port}/`))

/** The Farebox of `npm start`, and its demo app in the sandbox: there any page on localhost may ask, and money is for practice. */
function ofRunning() {
  if (process.env.FAREBOX_URL && process.env.FAREBOX_APP) return {}
  const { gateway, demo } = JSON.parse(readFileSync(new URL('../../.farebox/running.json', import.meta.url), 'utf8'))
  return { FAREBOX_URL: gateway, FAREBOX_APP: demo.sandboxPublishableKey }
}
