// Mutants of grants: given twice, or used up without a way on.
import type { Mutant } from './mutant.ts'

export const grantMutants: Mutant[] = [
  {
    promise: 'S8',
    breaks: 'a grant asked for again is given again',
    file: 'packages/billing/src/grants/issue-grant.ts',
    find: 'return latest && latest.createdAt > since ? latest : undefined',
    replace: 'return latest && latest.createdAt < since ? latest : undefined',
    test: 'apps/gateway/src/routes/funding.test.ts',
  },
  {
    promise: 'S9',
    breaks: 'a refusal for an empty wallet does not say where to top up',
    file: 'packages/billing/src/proxy/refusal.ts',
    find: 'topup_url: links.topup(payer),',
    replace: 'topup_url: undefined,',
    test: 'apps/gateway/src/routes/users.test.ts',
  },
]
