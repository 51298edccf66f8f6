// Runs one of the W3C's suites against a live server and writes what came of each test as JSON.
// node run.js FOLDER SPECIFICATION QUERY_AND_UPDATE_URL GRAPH_STORE_URL DESCRIPTION_URL
'use strict';
const { TestSuiteRunner } = require('rdf-test-suite');

const [folder, specification, protocolEndpoint, graphStoreEndpoint, serviceDescriptionEndpoint] = process.argv.slice(2);
const config = {
  customEngingeOptions: { protocolEndpoint, graphStoreEndpoint, serviceDescriptionEndpoint },
  outputFormat: 'summary',
  specification,
  testRegex: /(?:)/u,
  timeOutDuration: 60000,
  urlToFileMapping: `http://w3c.github.io/rdf-tests/~${folder}/`,
};

// The suites ask a server; nothing is asked in this process.
function absent() {
  throw new Error('there is no engine here');
}

new TestSuiteRunner()
  .runManifest('http://w3c.github.io/rdf-tests/sparql/sparql11/manifest-all.ttl', { parse: absent, query: absent, update: absent }, config)
  .then((results) => {
    const told = results.map(({ test, ok, skipped, error }) => ({
      uri: test.uri, name: test.name, ok, skipped: Boolean(skipped), error: error ? String(error.message ?? error) : '',
    }));
    process.stdout.write(JSON.stringify(told));
  })
  .catch((fault) => {
    process.stderr.write(`${fault.stack}\n`);
    process.exitCode = 1;
  });
