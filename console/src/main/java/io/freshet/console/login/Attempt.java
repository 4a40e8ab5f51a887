package io.freshet.console.login;

import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.Nonce;

/**
 * A login that is under way in one browser: what must come back with its answer.
 *
 * @param state comes back in the address
 * @param nonce comes back within what the provider signs
 * @param verifier shows the provider that who began it brings its code
 * @param to where on the console the browser goes afterwards
 */
record Attempt(State state, Nonce nonce, CodeVerifier verifier, String to) {
  static Attempt begin(String to) {
    return new Attempt(new State(), new Nonce(), new CodeVerifier(), to);
  }
}
