// The outside world in one process: started by `npm start`, stopped by SIGTERM.
import { readSettings } from './env.ts'
import { startModelsStandIn } from './models/start-models-stand-in.ts'

const settings = readSettings()
const host = settings.HOST
const models = await startModelsStandIn({ host, port: settings.PORT_MODELS })
console.log(JSON.stringify({ models: models.url }))

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, async () => {
    await models.stop()
    process.exit(0)
  })
}
