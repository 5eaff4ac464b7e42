// How Next builds and serves each of our web apps: what they share, and first of all what protects their pages.
import type { NextConfig } from 'next'

// No page may be framed: a sign-in or payment under somebody else's button is clickjacking.
// Strict transport is ignored by browsers over plain HTTP, so development is not bound by it.
const securityHeaders = [
  { key: 'Content-Security-Policy', value: "frame-ancestors 'none'; base-uri 'self'; object-src 'none'" },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
  { key: 'Strict-Transport-Security', value: 'max-age=63072000' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=()' },
]

type HeadersOfPages = { source: string; headers: { key: string; value: string }[] }

export type OwnConfig = {
  /** Headers beside those that every page has. */
  headers?: readonly HeadersOfPages[]
  /** Packages that are loaded as they are, beside those of the database and the mail. */
  externalPackages?: readonly string[]
}

export const webConfig = ({ headers = [], externalPackages = [] }: OwnConfig = {}): NextConfig => ({
  reactCompiler: true,
  typedRoutes: true,
  poweredByHeader: false,
  // `turbo run typecheck` has looked at them, with the same settings.
  typescript: { ignoreBuildErrors: true },
  // Every page arrives with its title; else it would follow a moment later, after a screen reader has begun.
  htmlLimitedBots: /.*/,
  transpilePackages: [
    '@farebox/auth',
    '@farebox/billing',
    '@farebox/db',
    '@farebox/errors',
    '@farebox/ledger',
    '@farebox/money',
    '@farebox/pricing',
    '@farebox/ui',
    '@farebox/web',
  ],
  serverExternalPackages: ['pg', 'pg-boss', 'nodemailer', ...externalPackages],
  headers: async () => [{ source: '/:path*', headers: securityHeaders }, ...headers],
})
