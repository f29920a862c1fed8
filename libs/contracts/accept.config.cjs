// Takes new contracts and new optional fields into `published/` and docs/asyncapi.json. A breaking change fails here too.
module.exports = {
  ...require('./jest.config.cjs'),
  testMatch: ['<rootDir>/src/published.spec.ts', '<rootDir>/src/asyncapi.spec.ts'],
  globals: { acceptPublished: true },
};
