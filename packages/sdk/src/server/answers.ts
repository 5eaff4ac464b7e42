// What the API answers, as it spells it. Amounts are dollars as decimal strings with 8 digits; `…_microcents` is the same to add up
// (1 dollar is 100,000,000). Times are ISO 8601.

export type List<Each> = { object: 'list'; data: Each[]; has_more: boolean }

export type Paging = { limit?: number; after?: string }

/** Dollars: 0.5 or '0.50', with at most 8 decimals. */
export type Dollars = number | string

export type User = {
  object: 'user'
  id: string
  external_user_id: string
  email: string | null
  created_at: string
  wallet: 'unclaimed' | 'connected'
  connection: string
  /** What your app may still spend of theirs. */
  available: string
  available_microcents: string
  currency: 'USD'
}

export type ConnectLink = { object: 'connect_link'; external_user_id: string; url: string; expires_at: string }

export type Checkout = { object: 'checkout'; id: string; url: string; external_user_id: string }

export type Granted = {
  external_user_id: string
  amount_granted: string
  balance_before: string
  balance_after: string
  ledger_id: string
  /** This grant was given before; nothing moved now. */
  duplicate: boolean
}

export type Balance = {
  object: 'balance'
  external_user_id: string | null
  balance: string
  held: string
  available: string
  available_microcents: string
  currency: 'USD'
  status: 'ok' | 'low' | 'empty'
  topup_url: string
}

export type Funding = {
  object: 'funding'
  allowed: boolean
  external_user_id: string | null
  minimum: string
  available: string
  currency: 'USD'
  code: string | null
  topup_url: string
}

type Split = { charge: string; charge_microcents: string; base: string; markup: string }

export type Quote = {
  object: 'quote'
  model: string
  provider: string
  currency: 'USD'
  affordable: boolean
  code: string | null
  expected: Split & { input_tokens: number; output_tokens: number }
  max: Split
  max_tokens: number
  /** The answer would be cut to what can be paid. */
  clamp: { max_tokens: number; wanted: number } | null
  available: string
  markup: { bps: number }
  price_version: string
  metadata: Record<string, unknown>
}

/** Whole units; of a price per token, of each meter. */
export type Units = number | Record<string, number>

export type ServiceDefinition = {
  name: string
  unit?: string
  price: unknown
  description?: string
  starts_at?: string
}

export type Service = {
  object: 'service'
  built_in: boolean
  name: string
  unit: string
  /** The price as a sentence. */
  explained: string
  [more: string]: unknown
}

/** A call of your service: for a user, or for `end_user` where your organization pays. */
export type ServiceCall = { service: string; user?: string; end_user?: string }

export type Hold = {
  object: 'hold'
  id: string
  status: 'open' | 'settled' | 'released' | 'expired'
  service: string
  unit: string
  external_user_id: string | null
  units_max: Units | null
  amount_max: string
  amount_max_microcents: string
  currency: 'USD'
  opened_at: string
  lease_until: string | null
  resolved_at: string | null
  charge_id: string | null
  charged?: string
  charged_microcents?: string
}

export type Charge = {
  object: 'charge'
  id: string
  request_id: string
  created_at: string
  /** `pending`: the call is under way, and nothing is charged yet. */
  status: 'settled' | 'pending'
  external_user_id: string | null
  app_id: string
  model: string
  service?: string | null
  usage?: Record<string, number>
  base?: string
  markup?: string
  total?: string
  total_microcents?: string
  cost_details?: { provider_cost: string; margin: string }
  hold: { max: string; opened_at: string; resolved_at: string | null }
  outcome?: string
  stopped?: string | null
  [more: string]: unknown
}

export type Reversal = {
  object: 'reversal'
  charge_id: string
  amount: string
  amount_microcents: string
  currency: 'USD'
  reversed_at: string
}

export type Package = {
  object: 'package'
  id: string
  price: string
  price_cents: number
  credit: string
  credit_microcents: string
  fee: string
  currency: 'USD'
}
