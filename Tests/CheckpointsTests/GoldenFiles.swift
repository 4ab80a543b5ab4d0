/// Files written by PyTorch 2.13.0, compressed by zlib, in base64.
///
/// `GoldenFileTests` states what they hold.
enum GoldenFiles {
  /// `torch.save(content, path)`.
  static let zip =
    """
    eNqlV9tv21QYdy5NWu/adsA2GKyMS8q2Nveku7XLSnbxLq3XjtBRguu4TTbXzhefdGvHoDDS3YDBNmC8IF73FyAhBB\
    N7BAkN0MQDDyCQEE9IE+IFUDnn2M18yRbaWj1ObZ/f7/t93/nO99l9nMfLMI2NjONoZVYwY6qck5TsVKHYmROQ0FE8\
    LqdTS5ihu8e0+zQwgUwDBkhFVcyDi/PQKw0JSAK3KKqyLImooCoae6iUk0pSrrcgIhY87Tx4AxkXnitAg4jUkpjvyJ\
    ZRQdbYbEkaKRfkXBZJiqaWshNhFnyBQMZPidWSMCaBX4ewaVkV0GH9JguNlDAITRkP/hWLZWC5pQiW9HMM5+G8M7CU\
    83KuGVh2Pk8ELEewgoeVGRZPRiVB0YqqJuWgOY+t5f35xnxTnuJbCN7LeWaglXMRmlU6/gEED/LwUAbHkCkKJQSr7c\
    g1/RjnrcBazlWBh3XUIwjW8fAodUdUywqSSvCYDjSc2q8qY1Wf1lOfQtCGGV0IHsda2tt1pg0InuDhSWp/ZDQUh6cs\
    NCkanFC8SvU0pQpDAFO5EbQTt9wVeIaI26hTbkKwmYcOSpkX5FHotFDuwbeqdEFKF4GQThc26CKELqrTxRDEeUhkfH\
    hiTi2PyBIkLYS99GaVsotSRmGL7uxWQonZtpHTdp1yB4JuHnp0p1VVhp1Wp/GtKl2K0sVgl66w11D4LKFL63S7Eezh\
    YS/N2pFJJGmwz8qH71X5OMoXh/2YrwHBAcLXUIGDhO+QzteHoJ8HnvIVFBQJw2EL317lbroOULoEDOreHjG8fY6cMj\
    rd8wiGeDiqb7HxIpqEF+ZyjIKTMIzBDIIXCZghOZrFqY5z/CWdQEAwwoOYadJzVBiXSL7l7rHjqjNYkCx2umBUFzlm\
    iMyTU0G3cQzBcR7kc/Ri/CwoPKgZUlTKilYYU/CWKtbZ4REW4G6QOoxdzg4qaLIo5aoBK2XcZC8EQdMXFBliyuQ0oY\
    s5YQS6jKMfirNwEsEkD1NlmjBaYUqCU8aMw/iChZc5N4na6Qq8wsOrNNA5YhWmjWmjZBdFcA16TU9jaaIgSvC68VS/\
    ZOEM5RfLOQHeIOGv8DBDb8kFDcHZYTgX4Fz7ZvFxYJNrX7HZxVzw0UrrujBXfqfPHdzd/af+v0SFoHIR75jzuOjgrL\
    3QfhYuUkokYafepGryN6/LsgpvcX697koTkgJv0/JXEk7AJTErqjlJ1FhJIf+w8A59xtz8At6lBLKACkoILs/AFR6u\
    0oeahOA9MZslS4QfZrMsvsPC+8PwAecVKnCNhw/LHX2cv3Hg19ZL/2C7ZPTds5esZbaZe0nHqFoaF1B2QippuDGkU0\
    lzS5nXESIiPvnjxzMkRcm4t4h1TNQiwkixrCDjDB2XFJROBeetIx4lArpPwO8kL933FbDKGgVSa1TSERfjv1xASJaI\
    hsr2X9aQ5fTdV0Mzs9Xe1TuD6VRioQKMvO3Gpx78h8c0Hh/jcQOPn/BgdjLMSjzW4xHcSZSePD26I0i6dB2lzQ6loX\
    RqmVWp35hNeIu3f1MJUWMd3i4Hbzidii0sAje6V94gto/sunadbExvHdvbHbYj6VTXgpd/iEnOniL27+z4Jrsw+9FF\
    2V+9uXfg77amHqKh9NWndxYW/9iC4++iK//5hi8z9fdfM9PtsBxPp7Yu3Hscf5fb4yUSvv5uqJ/U34Y6ErY5JCQWs/\
    //xe2EmEeJvwat68/8z/VPLmr957d/uxz7l9QGop/7bPhY/fxtqRG+UHAx8dOjxzCzs/Xzp4XZYbZe7V5bFpFAEZbY\
    v/XR2GB9+21Mp6WBUfc1qVTAHWxKIJ9Y2UIundo4HzmhRFc8GQ3HkslwNB6MxKJdkXAoEU0m4tFILByOJRLBSCgZix\
    CV2s8XmwJYR4CqdBGxVZ3m94BWh/Ia35F2AnMPX2sB7/cx93l5sPOYW/E6C88tG4+j/9upzB11lYWK9zM1O7mdwdzp\
    mi0Mt/2Msw/b4eaGZoVPNzrhITvc3JOs8B9qwMN2uLmlWOEDTU54xA43dwMr/Psa8Kgdbi7pVjj5WHc0EDvcXI6t8G\
    9rwON2uLmcWuGDS5zwxBy8ds21+F4DnrRbNxdDK7xnqRPeZYebq1mLBX61BjzkSDtzNbLiW5YxNSqgHW+uE20W/GUr\
    vnYF6+N8vk0G4FHPZkcg536PevXf5PK5V0AffRu8YmjWvwYafHPNiMzX5/4HO42MfA==
    """

  /// The same without `unsigned`, by `_use_new_zipfile_serialization=False`.
  static let legacy =
    """
    eNp9lVl320QUxyUvcSPSkrK2rCmrA23wHpstSQlpGzVpoxQwSxCKPIldFMl/aZw2LaFmcZKG9QPwwCN8CnJOvwivvP\
    PCAU65o5Hd42LQ8cyZ5c7v3rlz73U7tq85f/0w98fY5Z8uHp9oxxZ+i1O/DSVdHVUUpel73LM9x9xkftDwXKgkUD1M\
    O06Dc4eZzK01LBexvapGi3yrycygcY0FiG8jka4maTGoez5HUo9V4zRruBxDeqKaEAzPXUdKT7RaXZ1CnjU9uw5Vj8\
    vT3OIMMZuMcJjNyYZAu+DXmM9qsw2ba4iPG0KTSrIWkjb3fLs+YbZ4wwk002errYZTMzlzA883N3MahtLpaioEe761\
    zpCSR7Q5x7P4slzUcKh6hGQqhUylMFnOFEuVfKGA4fAGdrMFTR9Z5LhnSVf0uJ7YwYie0NUdHL5ZF+Yc4bjXwKh0iW\
    +5QdMLWA1H66S7nqoPZN9Xl8z7BTOhx3fwgK4K9IOS+RDHwwaOhX5rWuTQ4/9HeySiPbpErEQHj+lqB49L0hMcTxoY\
    C51gey2XMx8nJCxyxXl6l54nnrrDL1UKuXwmky3haeKrxH+GrB0fl9xnOZ4z8Hxo4eoaCaX7oKdDB2dLPfB4PzgXGv\
    4CgWMEflG4IdbBSWH4KalgguMlA5lQQd1y1pDtU3CWlnrw3N3wcrGEfAQvRPCigJckfJKjbKBSHaJjNa+16jC83Ief\
    DRd7Cl65S0E5n8vg1cgtrwkFxH5ddFNSwTTHjIHT0j2e5+CNfvfQUg8+2wfPForZcgFvRtbPRdafEfCzEn6OY96AHm\
    bM6han/DvfT6e1Hn2hL2JKmXy5XMYi0ZNEvyDoyQ4uCvqSpBscywYuhXTK33wOb/XRz7l3Euft/nCcrBSLObwT+aUa\
    +eVd0b0n4e9zfGBgRab+RpNv4cN/R3YYecVcpQSTUAqhPhIoReSJRSlIubcqcTZHzQCrDss8sTaYiO+1/6gLPQkN6w\
    PzqZQpZDIZ1KMLNKILXBbdx1Kjw7FhwN0LJ94umgbQCp9ZVEL4kZOWaaIh0GPCZt5By8BmeOmaqJq4EomtiSzJU526\
    KkORbTZshq1oV041XAv5dqtm4bq4/CcGtmVJbQQcn67gRlpX52/Tt3BSnW8eVZV9QVMUdf+QIr/23uKZqd/lmIWG8F\
    aTor5NZYei67PxXXweIjm7yvFFaE391s+O4+FLPSVrM9tkLjphVfStK9ixTdurMTvQmCsGGnbDPeXWL9gLAY7FG24W\
    N3ewb+CrcDNgHF/bpikehDZNU6MVDd+s4Fs9YXXwnYHvxf/Divh/GJAW6qBEjA2qLfFBNSExqLwlB0Xe0KBCmxoU7o\
    cGJdjwoLjS2EQseg9VUaPRsVOzl/48MTzd3TmYGj3ojpXy7etduZTS/430zdpT1E3Tj1qb2o/UDqj9Sk2ZUZRRamPU\
    MjNd3t8ULsnucTUWT6g92OjMP00KHaY=
    """

  /// The same as `zip` by `pickle_protocol=4`.
  static let protocol4 =
    """
    eNqlmFtoI1UYx88kk0vbbJt2fbCwSBdfUuh2M7ln3ba72RK146Xb3S5LoYRpctpEpzNx5qTbriwUpHtjQLEj+KQ+ur\
    6IT4qIFH1UEK/44IPgg/gkLOKDIvU7k0vPzLTJNhl62pnJ+X3/b875LtPMi14eoWAQuY4RFEZrqlzCSqGaOFuSiDRZ\
    fVnO50JoiTm2+bfe5evALTNi+HBVLZZN0Wv4dCIRbBoDRVWWcZFUVEWHqxe1EtZwabZSJOauOb4ADCeZRoioWrE8Wa\
    iRigzTRgoaXqlV5FKBYEVXtcJGDGZHIkZAh4nSGtj1WQSQeVmVyJXG7V3T4KKm4S1Wa6YYIuZlEYlekb9tirzI3Tbv\
    lX0gScwF0+gnmqToVVXHJbPcH4mUB8qD5aFyuEnxohcojrIMxVcljRwynxf5HZi9w84NFNWaQrDWnB4yBp5TlTXWVc\
    EEA5wlOD7OyqysCqkDbihnPaSQYtkYZT11Zz0ucb4syauM8jNwydLxtrS/pNZWZHzAn5i1brAWEge+U9qpv6KqMqOf\
    g0uWTrbV961sEayzOFyzeIrivjruc+MVhcRjB3j/s4otQtJtXffh9SrZam2ywWXodFSfjqyw8DqCqQ/CQlrH1mYHme\
    g9uL3L2Mu2k79rnd2hVoM1Ra+sKTRAg4ekRNxKifKAcaKePK3UGFxUyFYVl5hH9ghRZsFtoq1M8tdg2SDsdi0/agav\
    V25CCIQM/go92TVFD334HWuNSlTBLN8zAqs0NOM0PyFs8EalaDHNU7jLF2slyaQrRuNCrujEXDYjIje3D8fzE9xcdZ\
    hD9/1WDeHuNyvR9t0Xnp75q36OwcdaFeIR8hGCZfwO2CF4k4Bi+csHsqyaYgAKDt7ACuS+Jt0wL3nQPpzqmJivgxb/\
    Rm1yXgwEP3p/88MPoFzRMX9k5RtFQ0zlm1xVtXWJFDawpkMRy+cG2AIoULMf//nLaxz1HrUzewolWbON7SpIMuzxOl\
    ZIPifYSusjHakEdWDmxit/eEDC09aBk2iKcYCmmEqrcT6XPb5u85ArhMiY+rAz9dso3UR/Wx/C6Lyjq5yN5nOZrh1o\
    BMsM/LoAPzC2YbwHYw/GrzDQRVCFMQYjepF6unlrdToKH0Q7eDri9FTI5wYdngYas6nd6k+/q9RQsIPdc067sXwu1e\
    UK7M2E96j2tUtvP6B9mO+gPe3Ujudz57rf/iWU2X+V6j+c/qbQlX6iN/3Hz8xe/fd03wXqg/bVpw+7Wv9k9+vPWTv/\
    +ZNfXO+cf2EIUYdyKp8738PTw/pzHi9PXfj6+6XLPhDxdXBhyulCuqf8/w9qOJUn6b8X7fuPHm3/M73t/7HyN+vOX1\
    obqP/iZ8svdY7fYffyCdGe1q++egjt73eOn2E0w6i3+tFTvQRQvJ/qf/vO2mJn/TGomEwDsx5fx1oFOthNib7gFyql\
    fG7iWO4I6Wwqk4glM5lYIhWNJxPZeExIpNLRaDoTTaeySRhCPJahXo4tc6cj4EfE8pKjzrb8ZDv7iMtz9/8xTp5t4a\
    M29h8eHf024DTDNuJTNjM0Odt1f6cltp2etFn6zmap1cadBtguF7YZuOZHrh7spNleZqdRwEULTprtRnb6upuOOWm2\
    l9jpH9x03EmzXcBOXw266ISTZiu5nf7ZTSedNFuE7fRCn4tOOWm2htrpH910ukkfXmdtz93vojNObbb+2ek9N5110m\
    z9GrbRjw24o8UVbGz5seNv2vAjko6tC2P27zBCqGPFmhf9/onG/Ce8Z5hqa/871/ia45NQ843Pb738eRoT6i//Pn+d\
    Gbbm1+f+D3ZmRrI=
    """

  /// State of `Linear(2, 2)` of ones and of its Adam after a step on ones; see the test.
  static let adam =
    """
    eNqtVktsG0UYXjuJ45gSgvOgbSCEUMBpU8dvO2nTgGkcYGniOpQuKdFq7Z3Y264f/+5s0lSyqBQlyBJCQiDECRUJDj\
    zuPA69cCTldavEBcoFgdRy4sKBmd3U7K6dpLE60njk2fn+/5v//+ebSbNt7QzjdjMNrY/pZvJlWUQlXhCF4rgoYMFf\
    uSSnkh5msd6uOqvA+LgeAiiWRSTzKhYw4kUph8GRy5VlGeWwVC6pnnlFRAoST5MvHnCOZqDNx7kIbBVJ+QKG9hwuK7\
    mCn9ewJKseXkFZTZJFHqOSWlb4lZAHOnw+rpMgVLJSyCNwGRBPSi4LeMGY9EAn5yBrAuDm2siYq2jQxbZj8JxlGdbJ\
    OjfhATI4NuFArUBZPIihOwMPcSQKTFYSVOgpED8FV8GwE4SHC12sE4NXx29AL+vYgD4D249hIAOPaFU4yHWRxXwRYY\
    HGCQ7p3w9zNJAwWIVHdeIrSFFJLOAx1qGqapbrI3PlCpaK0hWkmCM3VIXHfVyHvlcyCcNVeMLHMlUY8elEVYwq8KSF\
    aAiOEKIODE8RoqOjBsGnMTyTASNq6HKFF1byMGqBheFoQY/PsXp8xoz4HDdM+DGMZyDAef43wasAQYuVCIQMK+G6lY\
    hhJWpYiWGIZyChsY4qTPgKVupRmDSonzBRP4lhKgOnCla6MZg20vHsdjqeo+lIGpDnMZzOwEzByi0OKQMyuw15gUJe\
    NCAvYWAz8LKmcQfI0oqgCEU+r5S1igpnlmCuCvM+zkm+yAqkZ6fT2TM///3pv3pisiTVKpydnf5ri7Ybs9O3//n+5s\
    CbxzYho1ceIjYWZk/NrL39W+CtSd2+Ueq8iHLCGrzCMnpehKKaVwQRztU4egqLwmW9HuDVmv55uawgIVeA83N6CnJC\
    BWuKkJURcDWum8yI0vIyOVglLOmzr9V0esuaikRYnOMG6BKUI1uSkchbGFyo6QdQ37UKry/BEqkx1oE0QdP8abbT7f\
    6s/8JNshfa0zsKxSAzZBEKP6FcFDC/Xe2p5GGTXthbkPr58vYv6zRVtO/sZ4gJW/1s6wAvyFK+VCQRSCXHd3HVtMUi\
    lMD0KvxB0+zclUA/c8JCILuGUZmqWioZ36/fu02WMJYR5bAxdesQTYdrVw5eZrJBlccDqWSsRQKr19+YNnfK5NInC9\
    epoPfswSTQyCSYSo7ti0nJu/4N7dTvnTs9RerIvYffRKPfUCoZaSkCDHNV3/PFix99QZW1fQ/fJxt9h1PJRKvpX7yx\
    tTVl7pTLr97ff2wx/pH9xr/sXZ80d+r/z2+/m2/Rf3S//u9D/GP3I/6Uw5Hz3ndbrL94q/VnjvvXH3Mze/vvZeIW/3\
    WZDbdCIOyhnn/6MH9ub/0bYfxWAda3riJFIgp8RaDPPF4SU8mj+yASSIRiiVgkHg9HY4FINB6PBwLBWGAikgiTn2CY\
    /ImHJqJhyvKHW9ccPsLDp7N0ULJ1nuarqq+BebN3rN2C+RIatKBH25ndLji7IfNlMmQx9I7dUMMNZrdlvhT6rWXYwT\
    S/jOwmzGrutZh4v4NpcpfY8WZVtuKHXU3wQTvefLKt+A+a4UN2vFkNrfi+zib4sB1vVjMr/lozfOTe+Q+7m+CjdrxZ\
    Vaz495rhY3a8WRWs+INdTfBxO958tnut8bfhd6hn87Ebsdagh7kHQUizLtfY3Tdc2/E6uts2ft5mjF95jJHg6AOYyW\
    0vMF6HHS4D062vN9b+B4y9g40=
    """
}
