// `npm run demo`, beside a running Farebox: the story of a new user, told by the API that apps use, with balances before and after.
// A welcome grant, a call, a stream, a refused call, a top-up, the same call, its receipt, what the developer earned, and seven days
// later the payout run. `npm run demo -- --days 7` only lets the days pass.
import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { connectDatabase } from '@farebox/db'
import { describeRun, dollars, letDaysPass } from './demo/time.ts'
import { readRunning } from './start/running-file.ts'

const { values: asked } = parseArgs({ options: { days: { type: 'string' } } })
const { gateway, stripe, console: operators, demo, databaseUrl } = readRunning()
const user = `demo_${randomUUID().slice(0, 8)}`
const model = 'gpt-4o'

type Body = Record<string, unknown>

async function ask(method: string, path: string, body?: Body, headers: Record<string, string> = {}) {
  const response = await fetch(`${gateway}${path}`, {
    method,
    headers: { authorization: `Bearer ${demo.apiKey}`, ...(body && { 'content-type': 'application/json' }), ...headers },
    ...(body && { body: JSON.stringify(body) }),
  })
  return { status: response.status, headers: response.headers, body: (await response.json()) as Body }
}

const title = (text: string) => console.log(`\n\u001b[1m${text}\u001b[0m`)
const line = (text: string) => console.log(`  ${text}`)

async function balance(): Promise<string> {
  const { body } = await ask('GET', `/v1/users/${user}/balance`)
  return `$${body.available}`
}

const question = (content: string, extra: Body = {}): Body => ({ model, messages: [{ role: 'user', content }], max_tokens: 300, ...extra })
const call = (body: Body) => ask('POST', `/v1/users/${user}/chat/completions`, body)

async function welcome(): Promise<void> {
  title('1. A welcome grant: PixelPal gives a new user $0.01 from its pool')
  const { body } = await ask('POST', '/v1/funding/grant', { external_user_id: user, amount: 0.01, description: 'Welcome bonus' })
  line(`granted $${body.amount_granted}; the user may spend $${body.balance_before} → $${body.balance_after}`)
}

async function firstCall(): Promise<void> {
  title('2. A call, paid from the grant: no markup on money that was given')
  const before = await balance()
  const { body } = await call(question('Say hello to Farebox in one sentence.'))
  const { usage } = body as { usage: Body & { cost_details: Body } }
  line(`base $${usage.cost_details.base}, markup $${usage.cost_details.markup}, charged $${usage.cost}`)
  line(`balance ${before} → ${await balance()}`)
}

async function stream(): Promise<void> {
  title('3. A stream, its charge in the last chunk')
  const before = await balance()
  const response = await fetch(`${gateway}/v1/users/${user}/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${demo.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(question('Count to ten.', { stream: true, stream_options: { include_usage: true } })),
  })
  const chunks = (await response.text()).split('\n\n').filter((chunk) => chunk.startsWith('data: {'))
  const last = JSON.parse(chunks.at(-1)?.slice('data: '.length) ?? '{}')
  line(`${chunks.length} chunks, charged $${last.usage?.cost}`)
  line(`balance ${before} → ${await balance()}`)
}

async function refused(): Promise<Body> {
  title('4. A call the balance cannot pay is refused before it is made')
  const before = await balance()
  const large = question('Write a long story.\nstand-in: tokens=2500', { max_tokens: 4_000 })
  const { status, body } = await ask('POST', `/v1/users/${user}/chat/completions`, large, { 'x-farebox-clamp': 'off' })
  const { error } = body as { error: { code: string; message: string } }
  line(`${status} ${error.code}: ${error.message}`)
  line(`balance ${before} → ${await balance()}`)
  return large
}

async function topUp(): Promise<void> {
  title('5. The user buys a basic package: $10.00 for $8.50, at the Stripe stand-in')
  const before = await balance()
  const returns = { success_url: 'http://localhost:5173/', cancel_url: 'http://localhost:5173/' }
  const { body } = await ask('POST', `/v1/users/${user}/checkout`, { package_id: 'basic', ...returns })
  const session = await openCheckout(String(body.url))
  await fetch(`${stripe}/control/sessions/${session}/pay`, { method: 'POST' })
  for (let wait = 0; wait < 100 && (await balance()) === before; wait++) await new Promise((resolve) => setTimeout(resolve, 100))
  line(`balance ${before} → ${await balance()}`)
}

/** What the checkout page's button does in a browser without JavaScript: its form is posted, and Stripe's page is answered. */
async function openCheckout(checkoutUrl: string): Promise<string> {
  const page = await (await fetch(checkoutUrl)).text()
  const form = new FormData()
  for (const [, name = '', value = ''] of page.matchAll(/<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?/g)) {
    form.append(name, value.replaceAll('&quot;', '"').replaceAll('&amp;', '&'))
  }
  const response = await fetch(checkoutUrl, { method: 'POST', body: form, redirect: 'manual' })
  const session = /cs_[A-Za-z0-9_]+/.exec(response.headers.get('location') ?? '')?.[0]
  if (!session) throw new Error(`The checkout did not open: ${response.status}.`)
  return session
}

async function sameCallAgain(large: Body): Promise<string> {
  title('6. The same call, paid now: the rest of the grant at base cost, the user’s own money with the app’s markup')
  const before = await balance()
  const { body } = await call(large)
  const { usage, farebox } = body as { usage: Body; farebox: { charge_id: string } }
  line(`charged $${usage.cost}`)
  line(`balance ${before} → ${await balance()}`)
  return farebox.charge_id
}

async function receipt(chargeId: string): Promise<void> {
  title(`7. Its receipt: GET /v1/charges/${chargeId}`)
  const { body } = await ask('GET', `/v1/charges/${chargeId}`)
  const { base, markup, total, cost_details, sources } = body as Body & { cost_details: Body; sources: Body[] }
  line(`base $${base} (provider $${cost_details.provider_cost}, margin $${cost_details.margin}) + markup $${markup} = $${total}`)
  for (const { kind, amount } of sources) line(`paid from ${kind}: $${amount}`)
}

async function earnings(): Promise<void> {
  title('8. What the developer earned with this user')
  const charges = await database.charge.aggregate({ where: { externalUserId: user }, _sum: { markupMicrocents: true } })
  line(`${dollars(charges._sum.markupMicrocents ?? 0n)}, pending for 7 days, then available`)
}

async function daysPass(days: number): Promise<void> {
  title(asked.days ? `${days} days pass` : `9. ${days} days pass: earnings become available, and the daily run makes payouts`)
  for (const text of await describeRun(database, await letDaysPass(database, days, stripe))) line(text)
  line(`look at them at ${operators}/payouts, as ada@farebox.test or grace@farebox.test: one proposes, the other approves`)
}

async function wholeStory(): Promise<void> {
  await welcome()
  await firstCall()
  await stream()
  const large = await refused()
  await topUp()
  await receipt(await sameCallAgain(large))
  await earnings()
  await daysPass(7)
}

const database = connectDatabase(databaseUrl)
await (asked.days === undefined ? wholeStory() : daysPass(Number.parseInt(asked.days, 10)))
await database.$disconnect()
