// What a start tells the seed, and what it gets back.
export type { WorldToFurnish } from '../../scripts/start/demo-world.ts'
export type { Demo } from '../../scripts/start/running-file.ts'
