// Every AI vendor at once: the HTTP server of the models stand-in, its wires and its controls.
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify'
import { addServices } from '../services/add-services.ts'
import type { ServiceTally } from '../services/service-tally.ts'
import { type Listening, listen, type Place } from '../web/listen.ts'
import { catalogue } from './catalogue.ts'
import { Gates } from './gates.ts'
import { sendRefusal, serveCall, type World } from './serve-call.ts'
import { Tally } from './tally.ts'
import type { Refusal, Wire } from './wire.ts'
import { anthropicMessages, countInput } from './wires/anthropic-messages.ts'
import { openaiChat } from './wires/openai-chat.ts'
import { anthropicChat, googleChat, openrouterChat } from './wires/vendor-chat.ts'

const wires: readonly Wire[] = [openaiChat, anthropicMessages, anthropicChat, googleChat, openrouterChat]
const largestBodyBytes = 64 * 1024 * 1024

export type ModelsStandIn = Listening & World & { services: ServiceTally }

/** For tests: `tally` and `gates` may be read directly instead of over `/control`. */
export async function startModelsStandIn(place: Place = {}): Promise<ModelsStandIn> {
  const world: World = { tally: new Tally(), gates: new Gates() }
  const server = Fastify({ bodyLimit: largestBodyBytes, forceCloseConnections: true, keepAliveTimeout: 75_000 })
  server.setErrorHandler<FastifyError>((error, request, reply) => {
    const wire = request.url.includes('/messages') ? anthropicMessages : openaiChat
    const status = error.statusCode ?? 500
    return sendRefusal(wire, reply, { status, kind: status < 500 ? 'invalid' : 'server', message: error.message }, 'none')
  })
  server.setNotFoundHandler((request, reply) => {
    const refusal: Refusal = { status: 404, kind: 'invalid', message: `Invalid URL (${request.method} ${request.url})` }
    return sendRefusal(openaiChat, reply, refusal, 'none')
  })
  for (const wire of wires) for (const path of wire.paths) server.post(path, (request, reply) => serveCall(wire, request, reply, world))
  addOtherRoutes(server)
  const services = addServices(server)
  addControls(server, world, services)
  return { ...(await listen(server, place)), ...world, services }
}

function addOtherRoutes(server: FastifyInstance): void {
  const models = catalogue.map(({ id, vendor }) => ({ id, object: 'model', created: 1_715_367_049, owned_by: vendor }))
  server.get('/', () => ({ standIn: 'models', see: ['/v1/models', '/control/totals', '/control/requests', '/control/gates'] }))
  for (const prefix of ['', '/:vendor']) {
    server.get(`${prefix}/v1/models`, () => ({ object: 'list', data: models }))
    server.get<{ Params: { model: string } }>(`${prefix}/v1/models/:model`, ({ params }) => ({
      ...(models.find(({ id }) => id === params.model) ?? { id: params.model, object: 'model', created: 0, owned_by: 'other' }),
    }))
    server.post(`${prefix}/v1/messages/count_tokens`, (request, reply) => {
      const counted = countInput(request.body)
      return 'refusal' in counted ? sendRefusal(anthropicMessages, reply, counted.refusal, 'none') : counted
    })
  }
}

function addControls(server: FastifyInstance, { tally, gates }: World, services: ServiceTally): void {
  server.get('/control/totals', () => tally.totals())
  server.get('/control/requests', () => ({ requests: tally.requests() }))
  server.get('/control/gates', () => ({ gates: gates.list() }))
  server.post<{ Params: { name: string } }>('/control/gates/:name/release', ({ params }) => ({
    name: params.name,
    waiting: gates.release(params.name),
  }))
  server.post('/control/reset', () => {
    gates.reset()
    tally.reset()
    services.reset()
    return { reset: true }
  })
}
