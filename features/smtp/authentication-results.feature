@smtp
Feature: Fields that say who vouched for a message (RFC 8601)
  Users trust what their own site says of a message. So nobody else may say it in the site's name.

  @rfc8601-5-forged-field-deleted @service:submission
  Scenario: A field in the name of the site does not come from outside
    Given an SMTP client that can send mail
    And this message
      """
      Authentication-Results: {site.authserv_id}; spf=pass smtp.mailfrom=forged.example.net
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      Trust me.
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{received}" does not match "(|...\r\n)Authentication-Results: {site.authserv_id}; spf=pass smtp.mailfrom=forged.example.net..."

  @rfc8601-5-every-forged-field-deleted @service:submission
  Scenario: Each of several fields in the name of the site goes
    Given an SMTP client that can send mail
    And this message
      """
      Authentication-Results: {site.authserv_id}; spf=pass smtp.mailfrom=one.forged.example.net
      Received: by one.example.org; Tue, 3 Mar 2026 12:00:01 +0100
      Authentication-Results: {site.authserv_id};
       dkim=pass header.d=two.forged.example.net;
       dmarc=pass header.from=two.forged.example.net
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Authentication-Results: {site.authserv_id}; none (three.forged)
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      Authentication-Results: {site.authserv_id}; spf=pass smtp.mailfrom=four.forged.example.net

      Trust me.
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{received}" does not match "(|...\r\n)Authentication-Results: {site.authserv_id}; spf=pass smtp.mailfrom=one.forged..."
    And "{received}" does not match "(|...\r\n)Authentication-Results: {site.authserv_id};\r\n dkim=pass header.d=two.forged..."
    And "{received}" does not match "(|...\r\n)Authentication-Results: {site.authserv_id}; none \(three.forged..."
    And "{received}" does not match "(|...\r\n)Authentication-Results: {site.authserv_id}; spf=pass smtp.mailfrom=four.forged..."
    And "{received}" matches "...\r\nReceived: by one.example.org; Tue, 3 Mar 2026 12:00:01 +0100\r\n..."

  @rfc8601-5-field-name-in-any-case @service:submission
  Scenario: The case of its name and a blank before the colon hide no field
    Given an SMTP client that can send mail
    And this message
      """
      AUTHENTICATION-RESULTS: {site.authserv_id}; spf=pass smtp.mailfrom=one.forged.example.net
      authentication-results : {site.authserv_id}; spf=pass smtp.mailfrom=two.forged.example.net
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      Trust me.
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{received}" does not match "(|...\r\n)AUTHENTICATION-RESULTS: {site.authserv_id}; spf=pass smtp.mailfrom=one.forged..."
    And "{received}" does not match "(|...\r\n)authentication-results : {site.authserv_id}; spf=pass smtp.mailfrom=two.forged..."

  @rfc8601-2.2-comments-and-folds-before-the-identifier @service:submission
  Scenario: Comments and folds before the identifier hide no field
    Given an SMTP client that can send mail
    And this message
      """
      Authentication-Results:
       {site.authserv_id}; spf=pass smtp.mailfrom=one.forged.example.net
      Authentication-Results: (of (what\) is) said)
      	(here) {site.authserv_id} (1) 1; spf=pass smtp.mailfrom=two.forged.example.net
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      Trust me.
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{received}" does not match "(|...\r\n)Authentication-Results:\r\n {site.authserv_id}; spf=pass smtp.mailfrom=one.forged..."
    And "{received}" does not match "(|...\r\n)Authentication-Results: \(of ...\r\n\t\(here\) {site.authserv_id} \(1\) 1; spf=pass smtp.mailfrom=two.forged..."

  @rfc8601-2.2-identifier-in-quotes @service:submission
  Scenario: Quotes around the identifier hide no field
    Given an SMTP client that can send mail
    And this message
      """
      Authentication-Results: "{site.authserv_id}"; spf=pass smtp.mailfrom=forged.example.net
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      Trust me.
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{received}" does not match "(|...\r\n)Authentication-Results: \x22{site.authserv_id}\x22; spf=pass smtp.mailfrom=forged..."

  @rfc8601-5-unsupported-version-deleted @service:submission
  Scenario: A field of a version that is not known goes, whoever has written it
    Given an SMTP client that can send mail
    And this message
      """
      Authentication-Results: other.example.org 99; spf=pass smtp.mailfrom=forged.example.net
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      Trust me in another way.
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{received}" does not match "(|...\r\n)Authentication-Results: other.example.org 99; spf=pass smtp.mailfrom=forged..."

  @rfc8601-5-other-fields-may-stay @service:submission
  Scenario: A field in the name of somebody else may stay
    Given an SMTP client that can send mail
    And this message
      """
      Authentication-Results: other.example.org; spf=pass smtp.mailfrom=forged.example.net
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      Trust them.
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{received}" matches "(|...\r\n)Authentication-Results: other.example.org; spf=pass smtp.mailfrom=forged.example.net\r\n..."

  @rfc8601-4-nothing-added-to-existing-field @service:submission @service:lmtp
  Scenario: Nothing is added to a field that was there
    Given an SMTP client that can send mail
    And this message
      """
      Authentication-Results: other.example.org; spf=pass smtp.mailfrom=forged.example.net
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      Trust them.
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{received}" does not match "...other.example.org; spf=pass smtp.mailfrom=forged.example.net(;|\x20|\t|\r\n\x20|\r\n\t)..."

  @rfc8601-4.1-fields-not-reordered @service:submission @service:lmtp
  Scenario: Fields that were there keep their order
    Given an SMTP client that can send mail
    And this message
      """
      Authentication-Results: two.example.net; spf=pass smtp.mailfrom=two.forged.example.net
      Received: from one.example.net ([192.0.2.1]) by two.example.net with ESMTP; Tue, 3 Mar 2026 12:00:02 +0100
      Authentication-Results: one.example.net; spf=pass smtp.mailfrom=one.forged.example.net
      Received: by one.example.net; Tue, 3 Mar 2026 12:00:01 +0100
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      Trust them both.
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{received}" does not match "...=one.forged...=two.forged..."
    And "{received}" does not match "...by two.example.net with ESMTP...=two.forged..."
    And "{received}" does not match "...Received: by one.example.net...=one.forged..."

  @rfc8601-4-own-field-above-own-trace @service:submission
  Scenario: What the site says of a message stands on top
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      Said by nobody before.
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{top}" does not match "...Received:...\r\nAuthentication-Results: {site.authserv_id}..."

  @rfc8601-7.8-malformed-field-does-no-harm @service:submission @service:lmtp
  Scenario: Fields that are none by their grammar do no harm
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        Authentication-Results:
        Authentication-Results: ;;;=pass
        Authentication-Results: (a comment (that does not end; spf=pass
        Authentication-Results: "a string that does not end; spf=pass\\
        Authentication-Results: \x01\x7f; spf=pass
        Authentication-Results: {((((((((*100}
        Authentication-Results: {\\*900}
        From: {sender}
        To: {recipient}
        Date: Tue, 3 Mar 2026 12:00:00 +0000
        Message-ID: <odd.{token}@client.example.org>
        Subject: odd {token}

        Trust whom you like.
      S: (250|5xx)
      """
    Then the session is still usable
    And a fence message reaches "{recipient}"
