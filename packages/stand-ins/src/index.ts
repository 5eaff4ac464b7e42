// Doors for tests: start one stand-in in this process.
export { type ModelsStandIn, startModelsStandIn } from './models/start-models-stand-in.ts'
