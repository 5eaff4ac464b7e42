// The door for operators, assembled from the routers of each domain: one line each.

import { adjustmentsOperatorRouter } from './adjustments/operator-router.ts'
import { alertsOperatorRouter } from './alerts/operator-router.ts'
import { developmentClockRouter } from './development-clock/operator-router.ts'
import { disputesOperatorRouter } from './disputes/operator-router.ts'
import { explainOperatorRouter } from './explain/operator-router.ts'
import { operatorAccountRouter } from './operators/account-router.ts'
import { auditOperatorRouter } from './operators/audit-router.ts'
import { router } from './operators/operator-procedure.ts'
import { packagesOperatorRouter } from './packages/operator-router.ts'
import { payoutsOperatorRouter } from './payouts/operator-router.ts'
import { riskOperatorRouter } from './payouts/risk-operator-router.ts'
import { pricesOperatorRouter } from './prices/operator-router.ts'
import { reconciliationOperatorRouter } from './reconciliation/operator-router.ts'
import { refundsOperatorRouter } from './refunds/operator-router.ts'
import { searchOperatorRouter } from './search/operator-router.ts'
import { recordsOperatorRouter } from './search/records-router.ts'
import { switchesOperatorRouter } from './switches/operator-router.ts'

export { createCallerFactory, type OperatorContext } from './operators/operator-procedure.ts'

export const operatorRouter = router({
  account: operatorAccountRouter,
  adjustments: adjustmentsOperatorRouter,
  alerts: alertsOperatorRouter,
  audit: auditOperatorRouter,
  clock: developmentClockRouter,
  disputes: disputesOperatorRouter,
  explain: explainOperatorRouter,
  packages: packagesOperatorRouter,
  payouts: payoutsOperatorRouter,
  prices: pricesOperatorRouter,
  reconciliation: reconciliationOperatorRouter,
  records: recordsOperatorRouter,
  refunds: refundsOperatorRouter,
  risk: riskOperatorRouter,
  search: searchOperatorRouter,
  switches: switchesOperatorRouter,
})

export type OperatorRouter = typeof operatorRouter
