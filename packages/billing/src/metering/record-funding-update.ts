// The third of the metering calls. Nobody sets a balance: the difference is proposed as a correction, and a second person agrees.
export { recordFundingUpdate } from '../adjustments/adjust.ts'
