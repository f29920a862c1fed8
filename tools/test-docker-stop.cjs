module.exports = () => require('./test-docker.cjs').stop();
