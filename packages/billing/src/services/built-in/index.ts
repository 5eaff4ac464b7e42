// The door for machines: services that Farebox sells beside models.
export type { BuiltInService } from './built-in-service.ts'
export { type BuiltInCall, callBuiltInService } from './call-built-in-service.ts'
export { listBuiltInServices } from './list-built-in-services.ts'
export { type BuiltInServices, openBuiltInServices } from './open-built-in-services.ts'
export { builtInServices, serviceVariables } from './registry.ts'
export type { ServiceReply } from './service-reply.ts'
