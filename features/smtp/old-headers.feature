@smtp
Feature: Header sections of former days

  @rfc1123-5.2.19-source-route-in-header-accepted @service:lmtp
  Scenario: A source route in the header is no reason to refuse
    Given an SMTP client that has said EHLO
    And this message
      """
      From: somebody <@one.example.org,@two.example.org:someone@example.org>
      To: <@three.example.org:{recipient}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      from a time when hosts had to be told the way
      """
    When it sends the message
    Then "{recipient}" receives the message
