// One way to meter anything: allowed → reserve → run → settle, or release.
export { type FundingAnswer, type FundingQuestion, fundingAllowed } from './funding-allowed.ts'
export { type MeteredOperation, type MeteringDesk, meteredOperation, type Served, type UnderWay } from './metered-operation.ts'
export { type Cost, recordCost } from './record-cost.ts'
export { recordFundingUpdate } from './record-funding-update.ts'
