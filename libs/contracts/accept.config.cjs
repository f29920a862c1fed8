// Takes new contracts and new optional fields into `published/`. A breaking change fails here too.
module.exports = {
  ...require('./jest.config.cjs'),
  testMatch: ['<rootDir>/src/published.spec.ts'],
  globals: { acceptPublished: true },
};
