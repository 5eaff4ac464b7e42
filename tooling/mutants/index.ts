// Every mutant. A package adds a file of its own and lists it here.
import { autoTopupMutants } from './auto-topups.ts'
import { disputeMutants } from './disputes.ts'
import { gatewayMutants } from './gateway.ts'
import { grantMutants } from './grants.ts'
import { guestMutants } from './guests.ts'
import { ledgerMutants } from './ledger.ts'
import { moneyMutants } from './money.ts'
import type { Mutant } from './mutant.ts'
import { payoutMutants } from './payouts.ts'
import { pricingMutants } from './pricing.ts'
import { reconciliationMutants } from './reconciliation.ts'
import { refundMutants } from './refunds.ts'
import { riskMutants } from './risk.ts'
import { serviceMutants } from './services.ts'
import { topUpMutants } from './top-ups.ts'
import { transferMutants } from './transfers.ts'

export const mutants: Mutant[] = [
  ...disputeMutants,
  ...autoTopupMutants,
  ...gatewayMutants,
  ...grantMutants,
  ...guestMutants,
  ...ledgerMutants,
  ...moneyMutants,
  ...payoutMutants,
  ...pricingMutants,
  ...serviceMutants,
  ...reconciliationMutants,
  ...riskMutants,
  ...refundMutants,
  ...topUpMutants,
  ...transferMutants,
]
