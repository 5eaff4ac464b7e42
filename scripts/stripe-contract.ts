// `pnpm stripe:contract`: asks Stripe itself, in a sandbox, what the tests ask of its stand-in. Needs STRIPE_SECRET_KEY (sk_test_…).
// The checks of transfers need a recipient that a person has onboarded: STRIPE_CONTRACT_RECIPIENT. Without it, a page to make one is printed.
import { type ContractCheck, type ContractWorld, onboardingPage, sandboxWorld, stripeContract } from '@farebox/stand-ins/stripe-contract'

const { STRIPE_SECRET_KEY: secretKey = '', STRIPE_API_BASE: apiBase, STRIPE_CONTRACT_RECIPIENT: recipient } = process.env

if (!/^(sk|rk)_test_/.test(secretKey) || apiBase) {
  console.error('This asks Stripe itself: set STRIPE_SECRET_KEY to the test key of a sandbox, and leave STRIPE_API_BASE unset.')
  process.exit(2)
}

const world = sandboxWorld(secretKey, recipient || undefined)
let [kept, broken, waiting] = [0, 0, 0]
for (const check of stripeContract) await ask(check, world)
console.log(`${kept} kept, ${broken} broken, ${waiting} not asked`)
if (waiting > 0) {
  const { account, url } = await onboardingPage(world)
  console.log(`To ask the rest, onboard a recipient at ${url} with test data, and run again with STRIPE_CONTRACT_RECIPIENT=${account}`)
}
process.exitCode = broken === 0 ? 0 : 1

async function ask({ title, needsRecipient, run }: ContractCheck, { recipient: known, ...rest }: ContractWorld): Promise<void> {
  if (needsRecipient && known === undefined) {
    waiting += 1
    console.log(`- not asked  ${title}`)
    return
  }
  try {
    await run({ ...rest, recipient: known ?? '' })
    kept += 1
    console.log(`✓ kept       ${title}`)
  } catch (cause) {
    broken += 1
    console.log(`✗ broken     ${title}\n  ${cause instanceof Error ? cause.message : cause}`)
  }
}
