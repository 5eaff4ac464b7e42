// How a procedure's failure reaches a page: over real HTTP, in the shape every error of Farebox has.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connectDatabase } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { createHTTPHandler } from '@trpc/server/adapters/standalone'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { publicProcedure, refuseOtherSites, router, userProcedure, type WebContext } from './trpc.ts'

const refusing = router({
  known: publicProcedure.query(() => {
    throw new AppError('wallet_empty', { metadata: { topup_url: 'https://wallet.example/top-up' }, internal: 'for our log only' })
  }),
  unforeseen: publicProcedure.query(() => {
    throw new Error('password=hunter2 at 10.0.0.1')
  }),
  strict: publicProcedure
    .input(z.object({ markup: z.object({ bps: z.int().max(10_000, 'The markup is at most 100 %.') }) }))
    .query(() => 'ok'),
  mine: userProcedure.query(({ ctx }) => ctx.person.email),
})

const nowhere = connectDatabase('postgresql://nobody@127.0.0.1:1/none')
const context: WebContext = {
  database: nowhere,
  person: undefined,
  requestId: 'req_test',
  ip: '203.0.113.1',
  now: new Date(0),
  addresses: { dashboard: 'https://d.example', wallet: 'https://w.example', gateway: 'https://g.example' },
}
const server = createServer(createHTTPHandler({ router: refusing, createContext: async () => context }))

beforeAll(() => new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening)))
afterAll(async () => {
  server.close()
  await nowhere.$disconnect()
})

async function ask(path: string, input?: unknown) {
  const { port } = server.address() as AddressInfo
  const query = input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify({ json: input }))}`
  const answer = await fetch(`http://127.0.0.1:${port}/${path}${query}`)
  const text = await answer.text()
  return { status: answer.status, text, data: JSON.parse(text).error?.json?.data }
}

describe('a procedure that refuses', () => {
  it('answers with the code, the sentence, what to do, the request id, and that nothing was charged', async () => {
    const { status, data, text } = await ask('known')
    expect(status).toBe(402)
    expect(data).toMatchObject({ code: 'wallet_empty', httpStatus: 402, charged: false, requestId: 'req_test' })
    expect(data.metadata).toEqual({ topup_url: 'https://wallet.example/top-up' })
    expect(data.message).toMatch(/^The wallet cannot pay/)
    expect(text).not.toContain('for our log only')
  })

  it('says nothing of what it did not foresee', async () => {
    const { status, data, text } = await ask('unforeseen')
    expect(status).toBe(500)
    expect(data).toMatchObject({ code: 'internal_error', charged: false, requestId: 'req_test' })
    expect(text).not.toMatch(/hunter2|10\.0\.0\.1|stack|\.ts/)
  })

  it('names the field that is wrong', async () => {
    const { status, data } = await ask('strict', { markup: { bps: 20_000 } })
    expect(status).toBe(400)
    expect(data).toMatchObject({ code: 'invalid_request', param: 'markup.bps', message: 'The markup is at most 100 %.' })
  })

  it('asks a stranger to sign in, and does not know what does not exist', async () => {
    expect(await ask('mine')).toMatchObject({ status: 401, data: { code: 'sign_in_required' } })
    expect(await ask('nothing.here')).toMatchObject({ status: 404, data: { code: 'not_found' } })
  })
})

describe('a change asked for by another website', () => {
  const asked = (method: string, site?: string) =>
    new Request('https://w.example/api/trpc', { method, headers: site ? { 'sec-fetch-site': site } : {} })

  it('is refused, also where the website is a neighbour on the same domain', () => {
    for (const site of ['cross-site', 'same-site', 'none'])
      expect(() => refuseOtherSites(asked('POST', site))).toThrow(expect.objectContaining({ code: 'origin_not_allowed' }))
  })

  it('is taken from our own pages, and from programs, which have no cookies to misuse', () => {
    expect(() => refuseOtherSites(asked('POST', 'same-origin'))).not.toThrow()
    expect(() => refuseOtherSites(asked('POST'))).not.toThrow()
    expect(() => refuseOtherSites(asked('GET', 'cross-site'))).not.toThrow()
  })

  it('is told by its origin, where a browser is too old to say more', () => {
    const from = (origin: string) => new Request('https://w.example/', { method: 'POST', headers: { host: 'w.example', origin } })
    expect(() => refuseOtherSites(from('https://w.example'))).not.toThrow()
    for (const other of ['https://evil.example', 'https://w.example.evil.example', 'https://w.example:8443', 'nonsense'])
      expect(() => refuseOtherSites(from(other))).toThrow(expect.objectContaining({ code: 'origin_not_allowed' }))
  })
})
