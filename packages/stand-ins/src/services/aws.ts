// What AWS's services have in common: signed requests, and errors named by type.
import { randomUUID } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'

export type AwsRefusal = { status: number; type: string; message: string }

const SIGNATURE =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d{8}\/([a-z0-9-]+)\/([a-z]+)\/aws4_request, SignedHeaders=[\w;-]+, Signature=[0-9a-f]{64}$/

/** A signature of the right form, for this service. The secret is not known here, so that any key pair works; one named `invalid` never does. */
export function refusalOfSignature({ headers }: FastifyRequest, service: string): AwsRefusal | undefined {
  const signed = SIGNATURE.exec(headers.authorization ?? '')
  if (!signed) return { status: 403, type: 'MissingAuthenticationTokenException', message: 'Missing Authentication Token' }
  const [, key = '', , signedService] = signed
  if (signedService !== service) {
    return { status: 403, type: 'InvalidSignatureException', message: `Credential should be scoped to correct service: '${service}'.` }
  }
  if (key.includes('invalid')) {
    return { status: 403, type: 'UnrecognizedClientException', message: 'The security token included in the request is invalid.' }
  }
  return undefined
}

export function sendAwsRefusal(reply: FastifyReply, { status, type, message }: AwsRefusal): FastifyReply {
  return reply
    .status(status)
    .headers({ 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': randomUUID(), 'x-amzn-errortype': type })
    .send(JSON.stringify({ __type: type, message }))
}

export function refusalOfFault(status: number): AwsRefusal {
  if (status === 429 || status === 400) return { status, type: 'ThrottlingException', message: 'Rate exceeded' }
  return { status, type: 'ServiceFailureException', message: 'An unknown condition has caused a service failure.' }
}
