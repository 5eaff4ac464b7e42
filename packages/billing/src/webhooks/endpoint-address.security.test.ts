// Where webhooks may not go: into a network. Each refusal stands beside the same request to an address that is open.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { locateEndpoint, type NetworkAddress, type WebhookReach } from './endpoint-address.ts'
import { postWebhook } from './post-webhook.ts'
import { isPublicAddress } from './public-address.ts'

const answers = (...addresses: string[]): WebhookReach => ({
  allowsLocalhost: false,
  resolve: async () => addresses.map((address): NetworkAddress => ({ address, family: address.includes(':') ? 6 : 4 })),
})
const PUBLIC = '93.184.215.14'

const closed = [
  ...['0.0.0.0', '10.0.0.1', '10.255.255.255', '100.64.0.1', '100.100.100.200', '127.0.0.1', '127.255.255.254', '169.254.169.254'],
  ...['169.254.170.2', '172.16.0.1', '172.31.255.255', '192.0.0.192', '192.0.2.1', '192.168.1.1', '198.18.0.1', '198.51.100.1'],
  ...['203.0.113.1', '224.0.0.1', '240.0.0.1', '255.255.255.255', '168.63.129.16'],
  ...['::', '::1', '::ffff:127.0.0.1', '::ffff:10.0.0.1', '::ffff:a9fe:a9fe', '::ffff:93.184.215.14', '::127.0.0.1', '64:ff9b::7f00:1'],
  ...['64:ff9b:1::1', '100::1', '2001::1', '2001:db8::1', '2002:7f00:1::', '2002:a9fe:a9fe::1', '3fff::1', 'fc00::1', 'fd00:ec2::254'],
  ...['fe80::1', 'fe80::1%eth0', 'fec0::1', 'ff02::1', '5f00::1'],
]
const open = [
  PUBLIC,
  '1.1.1.1',
  '8.8.8.8',
  '172.15.255.255',
  '172.32.0.1',
  '100.63.255.255',
  '100.128.0.1',
  '2606:4700:4700::1111',
  '2a00:1450::1',
]

describe('an address', () => {
  it.each(closed)('%s is not of the public internet', (address) => expect(isPublicAddress(address)).toBe(false))
  it.each(open)('%s is', (address) => expect(isPublicAddress(address)).toBe(true))
})

describe('an endpoint’s address', () => {
  it('may be a name that leads to the public internet, and nowhere else', async () => {
    expect(await locateEndpoint('https://hooks.example.com/a?b#c', answers(PUBLIC))).toMatchObject({ at: { address: PUBLIC, family: 4 } })
    for (const address of closed)
      await expect(locateEndpoint('https://hooks.example.com/', answers(address))).rejects.toMatchObject(refusal)
  })

  it('is refused where one of several answers leads into a network', async () => {
    await expect(locateEndpoint('https://hooks.example.com/', answers(PUBLIC, '1.1.1.1'))).resolves.toBeTruthy()
    await expect(locateEndpoint('https://hooks.example.com/', answers(PUBLIC, '10.0.0.1'))).rejects.toMatchObject(refusal)
    await expect(locateEndpoint('https://hooks.example.com/', answers())).rejects.toMatchObject(refusal)
  })

  it.each([
    ...['https://127.0.0.1/', 'https://127.1/', 'https://2130706433/', 'https://0x7f000001/', 'https://0177.0.0.1/', 'https://[::1]/'],
    ...['https://[::ffff:169.254.169.254]/', 'https://169.254.169.254/latest/meta-data', 'https://0/', 'https://10.0.0.1:8443/'],
    ...['https://127。0。0。1/', 'https://①27.0.0.1/'],
  ])('%s is refused, however it is spelled', async (url) => {
    await expect(locateEndpoint(url, answers(PUBLIC))).rejects.toMatchObject(refusal)
  })

  it.each([
    ...['http://hooks.example.com/', 'ftp://hooks.example.com/', 'file:///etc/passwd', 'https://user:password@hooks.example.com/'],
    ...['hooks.example.com', '', `https://hooks.example.com/${'a'.repeat(2_048)}`],
  ])('%s is refused', async (url) => {
    await expect(locateEndpoint(url, answers(PUBLIC))).rejects.toMatchObject(refusal)
  })

  it('may be this machine in development, over plain HTTP too; another of its network may not', async () => {
    const development = { ...answers(), allowsLocalhost: true }
    for (const url of ['http://127.0.0.1:3000/', 'http://[::1]:3000/', 'https://127.0.0.1/']) {
      expect((await locateEndpoint(url, development)).url.href).toBe(url)
      await expect(locateEndpoint(url, { ...development, allowsLocalhost: false })).rejects.toMatchObject(refusal)
    }
    await expect(locateEndpoint('http://192.168.1.1/', development)).rejects.toMatchObject(refusal)
    await expect(locateEndpoint('http://hooks.example.com/', { ...answers(PUBLIC), allowsLocalhost: true })).rejects.toMatchObject(refusal)
    await expect(locateEndpoint('http://[::]:3000/', development)).rejects.toMatchObject(refusal)
  })
})

describe('a name that changes its answer (DNS rebinding)', () => {
  let port: number
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.headers.host ?? '')
    response.writeHead(200).end()
  })
  beforeAll(async () => {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    port = (server.address() as AddressInfo).port
  })
  afterAll(async () => {
    server.close()
    await once(server, 'close')
  })
  const sent = { eventId: 'evt_1', body: '{}', secrets: [`whsec_${Buffer.alloc(32).toString('base64')}`] }

  it('is asked once for each delivery, and connected to is what it said then', async () => {
    const said: string[] = []
    const rebinding: WebhookReach = {
      allowsLocalhost: true,
      resolve: async (hostname) => {
        said.push(hostname)
        // Only the first answer leads to our server: a second question would lead elsewhere, and fail.
        return [{ address: said.length === 1 ? '127.0.0.1' : '127.0.0.2', family: 4 }]
      },
    }
    const outcome = await postWebhook({ ...sent, url: `http://rebinding.example:${port}/` }, rebinding)
    expect(outcome).toMatchObject({ delivered: true, httpStatus: 200 })
    expect({ said, asked }).toEqual({ said: ['rebinding.example'], asked: [`rebinding.example:${port}`] })
  })

  it('reaches nothing once it leads into the network: it is looked at again at each delivery', async () => {
    asked.length = 0
    const turns = ['127.0.0.1', '127.0.0.1']
    const reach = (allowsLocalhost: boolean): WebhookReach => ({
      allowsLocalhost,
      resolve: async () => [{ address: turns.pop() ?? '127.0.0.1', family: 4 }],
    })
    const url = `http://rebinding.example:${port}/`
    expect(await postWebhook({ ...sent, url }, reach(true))).toMatchObject({ delivered: true })
    const secure = `https://rebinding.example:${port}/`
    expect(await postWebhook({ ...sent, url: secure }, reach(false))).toMatchObject({
      ...{ delivered: false, httpStatus: null, failure: 'rebinding.example is not an address on the public internet.' },
    })
    expect(asked).toHaveLength(1)
  })
})

describe('a receiver that', () => {
  const sent = { eventId: 'evt_1', body: '{}', secrets: [`whsec_${Buffer.alloc(32).toString('base64')}`] }
  const reach: WebhookReach = { allowsLocalhost: true }

  it('talks without end is listened to no longer than its status', async () => {
    let written = 0
    const server = createServer((_request, response) => {
      response.writeHead(200)
      const timer = setInterval(() => {
        written += 1
        response.write('x'.repeat(65_536))
      }, 5)
      response.on('close', () => clearInterval(timer))
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    const outcome = await postWebhook({ ...sent, url }, reach)
    expect(outcome).toMatchObject({ delivered: true })
    expect(outcome.tookMs).toBeLessThan(5_000)
    const then = written
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(written - then).toBeLessThan(3)
    server.close()
  })

  it('is not there is a failure in words', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    server.close()
    await once(server, 'close')
    const outcome = await postWebhook({ ...sent, url: `http://127.0.0.1:${port}/` }, reach)
    expect(outcome).toMatchObject({ delivered: false, httpStatus: null, failure: 'It could not be reached (ECONNREFUSED).' })
  })
})

const refusal = { code: 'webhook_address_refused' }
