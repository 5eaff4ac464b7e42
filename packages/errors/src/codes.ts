// The one table of error codes. Every door (HTTP, tRPC, mail) turns a code into its own shape; none invents one.
// `message` is for the caller: what happened, and what to do. What we need to know ourselves travels as `internal`.

export type ErrorType =
  | 'invalid_request_error'
  | 'authentication_error'
  | 'insufficient_quota'
  | 'permission_error'
  | 'conflict_error'
  | 'rate_limit_error'
  | 'upstream_error'
  | 'api_error'

export type ErrorEntry = {
  status: number
  type: ErrorType
  /** Whether the same request may succeed if it is simply sent again. Becomes `x-should-retry`. */
  retry: boolean
  message: string
}

const invalid = (message: string, status = 400): ErrorEntry => ({ status, type: 'invalid_request_error', retry: false, message })
const unauthenticated = (message: string): ErrorEntry => ({ status: 401, type: 'authentication_error', retry: false, message })
const insufficientFunds = (message: string): ErrorEntry => ({ status: 402, type: 'insufficient_quota', retry: false, message })
const forbidden = (message: string): ErrorEntry => ({ status: 403, type: 'permission_error', retry: false, message })
const conflict = (status: 409 | 422, message: string, retry = false): ErrorEntry => ({ status, type: 'conflict_error', retry, message })
const tooMany = (message: string): ErrorEntry => ({ status: 429, type: 'rate_limit_error', retry: true, message })
const upstream = (status: number, message: string): ErrorEntry => ({ status, type: 'upstream_error', retry: true, message })

export const errorCodes = {
  invalid_json: invalid('The request body is not valid JSON.'),
  invalid_request: invalid('The request has a field with a wrong value.'),
  unsupported_parameter: invalid('The request has a parameter that Farebox does not pass on.'),
  unsupported_media_type: invalid('The request body must be sent as application/json.', 415),
  model_not_found: invalid('There is no model with this name.', 404),
  context_length_exceeded: invalid('The input is longer than this model can read.'),
  payer_required: invalid(
    'This key bills your users, and the request names none. Call /v1/users/{id}/…, send X-Farebox-User, or use a user’s token; to pay yourself, create a key with developer billing.',
  ),
  payer_not_allowed: invalid('This key bills your organization, so the request may not name a user. Use a key that bills your users.'),
  payer_ambiguous: invalid('The path and the header name different users. Name the user who pays once.'),
  not_found: invalid('There is nothing at this address.', 404),
  user_not_found: invalid('This app has no user with this id. Create the user, or connect their wallet.', 404),
  webhook_signature_wrong: invalid('The signature of this webhook is missing, old or wrong.'),
  webhook_address_refused: invalid('Farebox does not send webhooks to this address.'),
  method_not_allowed: invalid('This address does not take this method.', 405),
  request_too_large: invalid('The request body is larger than 25 MB.', 413),
  request_timeout: invalid('The request body did not arrive in time.', 408),

  invalid_api_key: unauthenticated('The API key is missing, malformed, unknown or revoked.'),
  token_expired: unauthenticated('The access token has expired or was revoked. Refresh it, or ask the user to connect again.'),
  key_expired: unauthenticated('The API key has expired. Create a new one in the dashboard.'),
  connection_revoked: unauthenticated('The user has disconnected this app. They can connect it again.'),
  guest_ended: unauthenticated('This visit without an account has ended. Sign in to continue.'),
  sign_in_required: unauthenticated('Sign in to continue.'),
  sign_in_code_wrong: unauthenticated('This code is wrong or has expired. Ask for a new one.'),
  sign_in_link_ended: unauthenticated('This link has been used or has expired. Ask for a new one.'),

  wallet_empty: insufficientFunds('The wallet cannot pay for this call. Nothing was charged. Top up to continue.'),
  spending_limit_reached: insufficientFunds('This call would go over the limit the user set for this app. Nothing was charged.'),
  call_limit_reached: insufficientFunds('This call could cost more than is allowed for one call. Nothing was charged.'),
  key_budget_reached: insufficientFunds('This call would go over the budget of this API key. Nothing was charged.'),
  developer_balance_empty: insufficientFunds(
    'Your organization’s balance cannot pay for this call. Nothing was charged. Add money in the dashboard.',
  ),
  wallet_in_debt: insufficientFunds('A refund or dispute left this wallet in debt. The next top-up repays it. Nothing was charged.'),
  funds_held: insufficientFunds('The money is reserved by calls under way. Nothing was charged. Try again when they have finished.'),
  grant_pool_empty: insufficientFunds('The grant pool does not hold this much. Nothing was granted. Fund the pool first.'),
  guest_pool_spent: insufficientFunds(
    'What this app gives visitors without an account is used up for today. Nothing was granted. Sign in to continue.',
  ),

  insufficient_scope: forbidden('This needs an API key of the app, or a permission that the user has not given to this token.'),
  model_not_allowed: forbidden('This model is not allowed here.'),
  connection_paused: forbidden('The user has paused this app.'),
  connect_expired: forbidden(
    'This request of an app has ended, or was made in another browser. Go back to the app and connect again. Nothing was allowed.',
  ),
  consent_changed: conflict(409, 'The app’s price changed while you were reading. Nothing was allowed: look at the new price first.'),
  connection_expired: forbidden('The user’s permission for this app has ended. Ask them to connect again.'),
  wallet_unclaimed: forbidden(
    'This wallet has no owner yet. Models can be paid from it; developers’ own services only once somebody has claimed it. Nothing was charged.',
  ),
  claim_not_yours: forbidden(
    'This balance was paid from another mail address. Sign in with the one the receipt was sent to. Nothing was moved.',
  ),
  wallet_frozen: forbidden('This wallet is frozen while a payment is being checked.'),
  wallet_paused: forbidden('The user has paused all spending from this wallet.'),
  app_suspended: forbidden('This app is suspended.'),
  model_switched_off: forbidden('This model is switched off at the moment. Use another one.'),
  guests_not_allowed: forbidden('This app does not let visitors start without an account. Sign in to continue.'),
  origin_not_allowed: forbidden('This website is not registered for this app.'),
  operator_not_allowed: forbidden('Your role does not allow this. Nothing was done. Ask an operator whose role does.'),
  step_up_required: forbidden('Confirm first that it is you: ask for a code and enter it. Nothing was done.'),
  ip_not_allowed: forbidden('This API key may not be used from this network address.'),

  idempotency_in_progress: conflict(409, 'A request with this Idempotency-Key is still running. Wait for it.', true),
  idempotency_mismatch: conflict(422, 'This Idempotency-Key was used with a different request. Nothing was charged.'),
  hold_already_settled: conflict(409, 'This hold is already resolved.'),
  hold_expired: conflict(409, 'Nobody renewed this hold in time, so it has ended. Nothing was charged. Open a new one.'),
  guest_converted: conflict(409, 'This visitor has signed in with Farebox before. Sign in to continue: what was left is in your wallet.'),
  wallet_claimed: conflict(409, 'This balance belongs to somebody already. Nothing was moved.'),
  charge_already_reversed: conflict(409, 'This charge was given back before. Nothing moved now.'),
  charge_not_reversible: conflict(409, 'This charge cannot be given back any more.'),
  webhook_endpoint_limit: conflict(409, 'This app has as many webhook endpoints as it may. Delete one first.'),
  webhook_endpoint_disabled: conflict(409, 'This webhook endpoint is disabled. Enable it first.'),
  service_name_taken: conflict(409, 'This app has a service of this name.'),
  grant_not_revocable: conflict(409, 'This grant is already spent, returned or in use.'),
  user_has_money: conflict(409, 'This user still has money that was paid for. Refund it, or let them claim it, first.'),
  refund_not_possible: conflict(409, 'This purchase cannot be refunded now. Nothing was moved.'),
  refund_changed: conflict(409, 'What can be refunded changed while you were reading. Nothing was moved: look at the new amount first.'),
  nothing_to_repay: conflict(409, 'Nothing is owed, or there is no other paid money to repay it from. Nothing was moved.'),
  switch_stands_already: conflict(409, 'This is switched that way already. Nothing was changed.'),
  price_announced_already: conflict(409, 'A new price is announced already. Nothing was changed. Withdraw it first.'),
  auto_topup_changed: conflict(
    409,
    'What an automatic top-up would do changed while you were reading. Nothing was allowed: read it again.',
  ),
  order_ended: conflict(409, 'This purchase has ended. Nothing was charged. Start a new one.'),
  clock_not_movable: conflict(409, 'Time can be moved ahead in development only, beside the Stripe stand-in.'),
  adjustment_not_possible: conflict(409, 'This correction cannot be made. Nothing was moved.'),
  adjustment_stale: conflict(409, 'The balance is not what it was when this was written. Nothing was moved. Look again.'),
  adjustment_decided: conflict(409, 'Somebody has decided this already.'),
  adjustment_own: conflict(409, 'Nobody approves what they proposed. Ask another operator.'),
  plan_changed: conflict(409, 'What this decision would do has changed since it was shown. Nothing was done. Look again.'),
  decision_not_possible: conflict(409, 'This payout is past that decision. Nothing was done.'),
  dispute_over: conflict(409, 'This dispute cannot be answered any more, or its answer is on the way. Nothing was done.'),
  earnings_short: insufficientFunds('Your available earnings do not hold this much. Nothing was moved.'),
  earnings_on_hold: forbidden('Your earnings are on hold. Nothing was moved. The payouts page says why, and when a person looks again.'),
  sign_up_refused: forbidden('No account can be opened with this mail address here. Use another one, or write to support.'),
  checkout_refused: forbidden('This purchase cannot be made here. Nothing was charged. Write to support.'),
  purchases_paused: forbidden(
    'Several purchases were taken back whole within 30 days. Nothing was charged. You can buy again when the first of these is 30 days ago.',
  ),
  proof_required: forbidden('Your computer has to solve a small puzzle before the payment page. Nothing was charged.'),
  role_not_allowed: forbidden('Your role in this organization does not allow this. Ask an owner.'),
  same_operator: forbidden('Nobody agrees with themselves: another operator must approve what you proposed. Nothing was done.'),
  break_resolved: conflict(409, 'This break is resolved already.'),
  sandbox_checkout_unavailable: conflict(409, 'Sandbox purchases need a Stripe test key. Nothing was charged.'),

  rate_limit_exceeded: tooMany('Too many requests. Wait as long as retry-after says. Nothing was charged.'),
  checkout_limit_reached: tooMany('Too much was bought from here within 24 hours. Nothing was charged. Try again tomorrow.'),
  concurrency_limit: tooMany('Too many calls of this wallet are under way. Wait for some to finish. Nothing was charged.'),

  mail_not_sent: upstream(502, 'The mail could not be sent. Try again in a minute.'),
  provider_error: upstream(502, 'The AI provider failed. You were not charged.'),
  provider_overloaded: upstream(503, 'The AI provider is overloaded. You were not charged.'),
  provider_timeout: upstream(504, 'The AI provider did not answer in time. You were not charged.'),
  provider_refused: {
    status: 400,
    type: 'invalid_request_error',
    retry: false,
    message: 'The AI provider refused this request. You were not charged.',
  },
  models_exhausted: upstream(502, 'None of the models could serve this call. You were not charged.'),
  busy: { status: 503, type: 'api_error', retry: true, message: 'Farebox is busy with this wallet. Nothing was charged. Try again.' },
  stopping: { status: 503, type: 'api_error', retry: true, message: 'This server is stopping. Nothing was charged. Try again.' },
  internal_error: { status: 500, type: 'api_error', retry: true, message: 'Something failed on our side.' },
} satisfies Record<string, ErrorEntry>

export type ErrorCode = keyof typeof errorCodes

export function errorEntry(code: ErrorCode): ErrorEntry {
  return errorCodes[code]
}
