// The key that opens the stand-in. Any test key does.
export const SECRET_KEY = 'sk_test_farebox'
