// A process that is set up wrongly says everything that is wrong at once, and does not start.
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { address, environmentName, isOpenHttp, readSettings, secret, wrongStripeInProduction } from './settings.ts'

const shape = {
  FAREBOX_ENV: environmentName,
  WALLET_URL: address,
  SESSION_SECRET: secret,
  MAILBOX_URL: address.optional(),
  MAIL_FROM: z.string(),
}
const good = { FAREBOX_ENV: 'production', WALLET_URL: 'https://wallet.example/', SESSION_SECRET: 's'.repeat(32), MAIL_FROM: 'x' }
const noMailbox = ({ MAILBOX_URL }: { MAILBOX_URL?: string | undefined }) =>
  MAILBOX_URL ? ['MAILBOX_URL must be unset in production'] : []

describe('settings', () => {
  it('are read, with an address without its last slash, and empty as good as unset', () => {
    expect(readSettings(shape, { ...good, MAILBOX_URL: '', OTHER: '1' }, noMailbox)).toEqual({
      ...good,
      WALLET_URL: 'https://wallet.example',
    })
  })

  it('name every missing and every wrong variable in one message, and none of their values', () => {
    const wrong = { FAREBOX_ENV: 'staging', WALLET_URL: 'javascript:alert(1)', SESSION_SECRET: 'tooshort-secret' }
    const reading = () => readSettings(shape, wrong)
    for (const words of ['FAREBOX_ENV is wrong', 'WALLET_URL is wrong', 'SESSION_SECRET is wrong', 'MAIL_FROM is missing'])
      expect(reading).toThrow(words)
    expect(reading).not.toThrow('tooshort-secret')
  })

  it('refuse in production what only development may have', () => {
    const mailbox = { ...good, MAILBOX_URL: 'http://localhost:3006' }
    expect(() => readSettings(shape, mailbox, noMailbox)).toThrow('MAILBOX_URL must be unset in production')
    expect(readSettings(shape, { ...mailbox, FAREBOX_ENV: 'development' }, noMailbox).MAILBOX_URL).toBe('http://localhost:3006')
  })

  it('refuse practice keys and stand-ins of Stripe in production', () => {
    const live = { STRIPE_SECRET_KEY: 'sk_live_1' }
    expect(wrongStripeInProduction(live)).toEqual([])
    expect(wrongStripeInProduction({ STRIPE_SECRET_KEY: 'rk_live_1' })).toEqual([])
    expect(wrongStripeInProduction({ STRIPE_SECRET_KEY: 'sk_test_1' })).toEqual([expect.stringContaining('STRIPE_SECRET_KEY')])
    expect(wrongStripeInProduction({ ...live, STRIPE_API_BASE: 'http://localhost:3004' })).toEqual([
      expect.stringContaining('STRIPE_API_BASE'),
    ])
  })

  it('know plain HTTP that leaves this machine', () => {
    for (const text of ['http://wallet.example', 'http://localhost.example', 'http://10.0.0.1']) expect(isOpenHttp(text)).toBe(true)
    for (const text of [
      'https://wallet.example',
      'http://localhost:3001',
      'http://wallet.localhost:3001',
      'http://127.0.0.1:1',
      'http://[::1]:1',
    ])
      expect(isOpenHttp(text)).toBe(false)
  })
})
