export { createFarebox, type FareboxProvider, type FareboxProviderSettings } from './create-farebox.ts'
export { fareboxErrorOf } from './error-structure.ts'
