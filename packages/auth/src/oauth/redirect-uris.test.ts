// Which addresses an app may be answered at, and what a developer reads where one does not match.
import { describe, expect, it } from 'vitest'
import { checkRedirectUris, matchRedirectUri } from './redirect-uris.ts'

const registered = ['https://pixelpal.example/callback', 'https://pixelpal.example/cb?from=farebox', 'http://localhost:3000/callback']
const live = { registered, isSandbox: false }
const sandbox = { registered: [], isSandbox: true }

describe('a redirect address', () => {
  it.each(registered)('that is registered matches: %s', (address) => {
    expect(matchRedirectUri(live, address)).toEqual({ matches: true, why: 'It is registered, letter for letter.' })
  })

  it.each([
    ['https://pixelpal.example/callback/', /ends with a slash/],
    ['https://pixelpal.example/Callback', /other capitals: \/Callback, not \/callback/],
    ['https://pixelpal.example/login', /path is \/login, not \/callback/],
    ['http://pixelpal.example/callback', /begins with http:\/\/, not https:\/\//],
    ['https://pixelpal.example:8443/callback', /port is 8443, not 443/],
    ['https://www.pixelpal.example/callback', /website is www\.pixelpal\.example, not pixelpal\.example/],
    ['https://pixelpal.example.evil.example/callback', /website is pixelpal\.example\.evil\.example/],
    ['https://pixelpal.example/callback?next=https://evil.example', /Behind the path is \?next=/],
    ['https://pixelpal.example/callback/../login', /path is \/login/],
    ['HTTPS://PIXELPAL.EXAMPLE/callback', /means the same page.*https:\/\/pixelpal\.example\/callback/],
    ['https://pixelpal.example/callback#token', /behind #/],
    ['https://pixelpal.example@evil.example/callback', /website is evil\.example/],
    ['pixelpal.example/callback', /not a whole address/],
    ['http://localhost:3001/callback', /port is 3001, not 3000.*Only the sandbox/],
  ])('is told apart from one that is: %s', (asked, why) => {
    expect(matchRedirectUri(live, asked)).toEqual({ matches: false, why: expect.stringMatching(why) })
  })

  it.each([
    ...['http://localhost:5173/', 'http://localhost/callback', 'http://127.0.0.1:8080/cb?x=1', 'http://[::1]:9/', 'http://my.localhost:4/'],
    'http://localhost:65000',
  ])('on this computer works in the sandbox without being registered: %s', (asked) => {
    expect(matchRedirectUri(sandbox, asked).matches).toBe(true)
    expect(matchRedirectUri({ ...sandbox, isSandbox: false }, asked)).toMatchObject({
      matches: false,
      why: expect.stringMatching(/yet\. Only the sandbox/),
    })
  })

  it.each([
    ...['https://evil.example/', 'http://localhost.evil.example/', 'http://evil.example/localhost', 'http://localhost@evil.example/'],
    ...['http://user@localhost:3000/', 'javascript:alert(1)', 'http://localhost:3000/#token', 'com.example://localhost'],
  ])('that only looks like this computer does not: %s', (asked) => {
    expect(matchRedirectUri(sandbox, asked).matches).toBe(false)
  })
})

describe('what an app registers', () => {
  it('is kept once each, in its order', () => {
    expect(checkRedirectUris([...registered, ...registered])).toEqual(registered)
  })

  it.each([
    ...['http://pixelpal.example/callback', 'https://pixelpal.example', 'https://*.pixelpal.example/callback', 'not an address'],
    ...['https://pixelpal.example/a#b', 'https://me:secret@pixelpal.example/', 'https://PixelPal.example/', 'javascript:alert(1)'],
    `https://pixelpal.example/${'a'.repeat(1_024)}`,
  ])('is refused where it could be read two ways, or on the way: %s', (address) => {
    expect(() => checkRedirectUris([address])).toThrowError(expect.objectContaining({ code: 'invalid_request', param: 'redirect_uris' }))
  })

  it('is at most twenty addresses', () => {
    const many = Array.from({ length: 21 }, (_, index) => `https://pixelpal.example/${index}`)
    expect(checkRedirectUris(many.slice(1))).toHaveLength(20)
    expect(() => checkRedirectUris(many)).toThrowError('at most 20')
  })
})
